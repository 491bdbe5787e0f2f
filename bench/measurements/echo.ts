import { measureLoad } from '../loaded.ts'
import type { Measurement } from '../measurement.ts'
import { allEngines, bareNode, oneEngine, pythonAsyncio, pythonThreads, xinetd } from '../peers/catalogue.ts'
import type { Settings } from '../settings.ts'

/** Echo round trips on connections that stay open. */
export const echo = ({ seconds }: Settings): Measurement => ({
  name: 'echo',
  title: 'TCP echo: round trips on 50 connections, 64 bytes each',
  figures: ['perSecond', 'p50Us', 'p99Us', 'serverCpuUs', 'managerCpuUs', 'loadCpuUs', 'loadBusy', 'failed'],
  contenders: [oneEngine, allEngines, bareNode, pythonThreads, pythonAsyncio, xinetd].map((peer) => ({
    ...peer,
    measure: async (running) =>
      (await measureLoad(running, { mode: 'pingpong', peers: 50, seconds })).figures,
  })),
  bars: [
    { contender: oneEngine.name, figure: 'perSecond', least: 0.9, against: bareNode.name },
    { contender: allEngines.name, figure: 'perSecond', least: 1.15, against: bareNode.name },
  ],
  startsAnew: false,
})
