import type { Figures } from '../figure.ts'
import type { Measurement } from '../measurement.ts'
import type { RunningPeer } from '../peer.ts'
import { oneEngine } from '../peers/catalogue.ts'
import { percentile } from '../statistics.ts'

const STARTS = 50

/** From `POST /services/{id}/start` to its answer, which comes when the service runs. */
export const start = (): Measurement => ({
  name: 'start',
  title: `Starting a service with a TCP and a UDP address: POST to answer, ${STARTS} times a round`,
  figures: ['startP50Ms', 'startP99Ms'],
  contenders: [{ ...oneEngine, measure: startAndStop }],
  bars: [{ contender: oneEngine.name, figure: 'startP50Ms', most: 20 }],
  startsAnew: false,
})

async function startAndStop({ api }: RunningPeer): Promise<Figures> {
  const times: number[] = []
  for (let count = 0; count < STARTS; count++) {
    await api?.rest.post(`/services/${api.serviceId}/stop`, { drainMs: 0 })
    const asked = performance.now()
    const answer = await api?.rest.post(`/services/${api.serviceId}/start`)
    times.push(answer?.status === 200 ? performance.now() - asked : Infinity)
  }
  return { startP50Ms: percentile(times, 0.5), startP99Ms: percentile(times, 0.99) }
}
