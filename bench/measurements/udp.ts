import { measureLoad } from '../loaded.ts'
import type { Measurement } from '../measurement.ts'
import { allEngines, bareNode, oneEngine, pythonAsyncio, xinetd } from '../peers/catalogue.ts'
import type { Settings } from '../settings.ts'

/** Echo round trips by datagrams. */
export const udp = ({ seconds }: Settings): Measurement => ({
  name: 'udp',
  title: 'UDP echo: round trips of 50 sockets, 64 bytes each',
  figures: [
    'perSecond',
    'p50Us',
    'p99Us',
    'serverCpuUs',
    'managerCpuUs',
    'loadCpuUs',
    'loadBusy',
    'lostPercent',
  ],
  contenders: [oneEngine, allEngines, bareNode, pythonAsyncio, xinetd].map((peer) => ({
    ...peer,
    measure: async (running) => (await measureLoad(running, { mode: 'udp', peers: 50, seconds })).figures,
  })),
  bars: [
    { contender: oneEngine.name, figure: 'perSecond', least: 0.9, against: bareNode.name },
    { contender: allEngines.name, figure: 'perSecond', least: 1.2, against: bareNode.name },
  ],
  startsAnew: false,
})
