import { measureLoad } from '../loaded.ts'
import type { Contender, Measurement } from '../measurement.ts'
import type { Peer, RunningPeer } from '../peer.ts'
import { allEngines, bareNode, oneEngine, pythonAsyncio, pythonThreads, xinetd } from '../peers/catalogue.ts'
import type { Settings } from '../settings.ts'
import { everyoneOnRecord } from './record.ts'

/** Whole lives of connections, 50 at a time; Switchboard writes down every one of them. */
export const connects = (settings: Settings): Measurement => ({
  name: 'connects',
  title: `Connects: connect, one echo of 64 bytes, close by ${settings.close.toUpperCase()}; 50 at a time`,
  figures: ['perSecond', 'p50Us', 'p99Us', 'serverCpuUs', 'managerCpuUs', 'loadCpuUs', 'loadBusy', 'failed'],
  contenders: [
    ...[oneEngine, allEngines].map((peer) => recorded(peer, settings)),
    ...[bareNode, pythonThreads, pythonAsyncio, xinetd].map((peer) => unrecorded(peer, settings)),
  ],
  bars: [
    { contender: oneEngine.name, figure: 'perSecond', least: 0.8, against: bareNode.name },
    { contender: allEngines.name, figure: 'perSecond', least: 1, against: bareNode.name },
    { contender: oneEngine.name, figure: 'perSecond', least: 2, against: pythonThreads.name },
  ],
  startsAnew: false,
})

/** Remembers how many connections the client made, to compare them with the record in the end. */
function recorded(peer: Peer, settings: Settings): Contender {
  let made = 0
  return {
    ...peer,
    measure: async (running) => {
      const { result, figures } = await load(running, settings)
      made += result.connections
      return figures
    },
    check: (running) => everyoneOnRecord(peer.name, running, made),
  }
}

const unrecorded = (peer: Peer, settings: Settings): Contender => ({
  ...peer,
  measure: async (running) => (await load(running, settings)).figures,
})

const load = (running: RunningPeer, { seconds, close }: Settings) =>
  measureLoad(running, { mode: 'connect', peers: 50, seconds, close })
