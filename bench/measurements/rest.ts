import { runLoad, type LoadMode } from '../load.ts'
import type { Figures } from '../figure.ts'
import type { Contender, Measurement } from '../measurement.ts'
import type { RunningPeer } from '../peer.ts'
import { switchboard } from '../peers/switchboard.ts'
import type { Settings } from '../settings.ts'
import { percentile } from '../statistics.ts'

const floods = [
  { name: 'no flood', mode: null },
  { name: 'flooded by echoes', mode: 'pingpong' },
  { name: 'flooded by connects', mode: 'connect' },
] as const

/** What a person at the dashboard feels while a service is under full load: two lists, one request after another. */
export const rest = (settings: Settings): Measurement => ({
  name: 'rest',
  title: 'REST: GET /services and GET /connections while an echo service is flooded by 50 connections',
  figures: [
    'servicesP50Ms',
    'servicesP99Ms',
    'connectionsP50Ms',
    'connectionsP99Ms',
    'requestsPerSecond',
    'floodPerSecond',
  ],
  contenders: floods.map(({ name, mode }) => flooded(`Switchboard, ${name}`, mode, settings)),
  bars: floods.slice(1).flatMap(({ name }) =>
    (['servicesP99Ms', 'connectionsP99Ms'] as const).map((figure) => ({
      contender: `Switchboard, ${name}`,
      figure,
      most: 50,
    })),
  ),
  startsAnew: false,
})

function flooded(name: string, mode: LoadMode | null, { seconds, close }: Settings): Contender {
  return {
    ...switchboard(1, name),
    measure: async (running) => {
      if (mode === null) return await askFor(running, seconds)
      const flood = runLoad({ mode, port: running.port.tcp, peers: 50, seconds, close })
      const [figures, { operations, seconds: flooding }] = await Promise.all([
        askFor(running, seconds),
        flood,
      ])
      return { ...figures, floodPerSecond: operations / flooding }
    },
  }
}

async function askFor({ api }: RunningPeer, seconds: number): Promise<Figures> {
  const times = { services: [] as number[], connections: [] as number[] }
  const start = performance.now()
  while (performance.now() - start < seconds * 1000) {
    for (const list of ['services', 'connections'] as const) {
      const asked = performance.now()
      const answer = await api?.rest.get(`/${list}`)
      times[list].push(answer?.status === 200 ? performance.now() - asked : Infinity)
    }
  }
  const { services, connections } = times
  return {
    servicesP50Ms: percentile(services, 0.5),
    servicesP99Ms: percentile(services, 0.99),
    connectionsP50Ms: percentile(connections, 0.5),
    connectionsP99Ms: percentile(connections, 0.99),
    requestsPerSecond: ((services.length + connections.length) * 1000) / (performance.now() - start),
  }
}
