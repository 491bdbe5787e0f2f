import { STATS_KEYS, type StatsKey } from '@switchboard/contract'
import { EventEmitter } from 'node:events'
import { noStats, type Service, type ServiceStats } from '@switchboard/netcore'
import { expect, onTestFinished, test } from 'vitest'
import type { ConfiguredService, ServiceRegistry } from '../resources/services/service-registry.ts'
import { ErrorCounts } from './error-counts.ts'
import type { Sample } from './sample.ts'
import { Sampler } from './sampler.ts'

const BEGIN = 1_795_239_300

/** A sampler whose seconds pass by hand, and a service whose numbers are set by hand. */
function scene() {
  const totals: ServiceStats = noStats()
  const service = { totals: { ...totals }, startedAt: 1 as number | null }
  const list = [{ settings: { id: 'svc_1' }, running: service as unknown as Service }] as ConfiguredService[]
  const services = Object.assign(new EventEmitter(), { list: () => list }) as unknown as ServiceRegistry
  const errors = new ErrorCounts()
  const sampler = new Sampler({ services, errors, newestSeq: () => 0 })
  onTestFinished(() => sampler.stop())
  /** A look after `second` is over. */
  const look = (second: number) => sampler.sample((second + 1) * 1000 + 5)
  look(BEGIN - 1)
  const count = (some: Partial<ServiceStats>) => (service.totals = { ...service.totals, ...some })
  const values = (key: StatsKey, from: number, to: number, step: 1 | 10 | 300 = 1) =>
    sampler
      .seriesOf('svc_1')
      ?.read(step, from, to)
      .map((sample) => valueOf(sample, key))
  return { sampler, service, errors, look, count, values }
}

const valueOf = (sample: Sample | null, key: StatsKey) => sample && sample[STATS_KEYS.indexOf(key)]

test('a running service that does nothing has zeros, a stopped one gaps', () => {
  const { service, look, values } = scene()
  look(BEGIN)
  service.startedAt = null
  look(BEGIN + 1)
  expect(values('bytesIn', BEGIN, BEGIN + 2)).toEqual([0, null])
})

test('what a service has counted in its last second is told, though it is stopped by then', () => {
  const { service, look, count, values } = scene()
  count({ bytesIn: 512, totalConnections: 2 })
  service.startedAt = null
  look(BEGIN)
  expect([values('bytesIn', BEGIN, BEGIN + 1), values('connections', BEGIN, BEGIN + 1)]).toEqual([[512], [2]])
})

test('a look that comes three seconds late stands for all of them', () => {
  const { sampler, look, count, values } = scene()
  count({ bytesOut: 300 })
  look(BEGIN + 2)
  expect(values('bytesOut', BEGIN, BEGIN + 3)).toEqual([100, 100, 100])
  expect(sampler.total.read(1, BEGIN, BEGIN + 3).map((sample) => valueOf(sample, 'bytesOut'))).toEqual([
    100, 100, 100,
  ])
})

test('when the machine slept, or its clock was set, what lies between is a gap', () => {
  const { look, count, values } = scene()
  look(BEGIN)
  count({ bytesOut: 300 })
  look(BEGIN + 60)
  expect(values('bytesOut', BEGIN, BEGIN + 61)).toEqual([0, ...new Array<null>(59).fill(null), 300])
})

test('a clock that was set back loses nothing', () => {
  const { look, count, values } = scene()
  look(BEGIN)
  count({ bytesOut: 10 })
  look(BEGIN - 2)
  count({ bytesOut: 30 })
  look(BEGIN + 1)
  expect(values('bytesOut', BEGIN, BEGIN + 2)).toEqual([0, 30])
})

test('a longer step has the mean of its seconds, the most open connections, and is there before it is over', () => {
  const { look, count, values } = scene()
  for (let second = 0; second < 15; second++) {
    count({ bytesIn: 100 * (second + 1), openConnections: second === 3 ? 7 : 1 })
    look(BEGIN + second)
  }
  expect(values('bytesIn', BEGIN, BEGIN + 20, 10)).toEqual([100, 100])
  expect(values('openConnections', BEGIN, BEGIN + 20, 10)).toEqual([7, 1])
})
