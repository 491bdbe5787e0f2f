import { STATS_KEYS, type StatsKey, type LiveRates, type ServiceRates } from '@switchboard/contract'
import { sumStats } from '@switchboard/netcore'
import type { ConfiguredService } from '../resources/services/service-registry.ts'
import { hasRates, OPEN, round, sumSamples, type Sample } from '../stats/sample.ts'
import type { Sampler } from '../stats/sampler.ts'
import { timestampOrNull } from '../time.ts'

type Parts = {
  sampler: Sampler
  /** Those that count. */
  services: () => ConfiguredService[]
  /** Whether they are all there are: then the entries of the journal count, too. */
  isWhole: boolean
  /** Whether the rates of each service are told, not only their sum. */
  each?: boolean
}

type Reader = (body: string) => void

/** Tells totals and rates once a second, as the inside of a JSON object; nothing is added up for nobody. */
export class StatsHub {
  readonly #parts: Parts
  readonly #readers = new Set<Reader>()
  #unfollow = () => {}

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** As things stand now. Rates are those of the last second, null where nothing is known of it. */
  render(): string {
    const { sampler, services, each } = this.#parts
    const at = timestampOrNull(sampler.second === null ? null : sampler.second * 1000)
    const known = services()
    const told = {
      at,
      totals: sumStats(known.map(({ running }) => running.stats)),
      rates: this.#rates(known),
      ...(each && { services: this.#ratesOfEach(known) }),
    }
    return JSON.stringify(told).slice(1, -1)
  }

  /** From now on `reader` is told every second. Answers the way to stop that. */
  follow(reader: Reader): () => void {
    if (this.#readers.size === 0) this.#unfollow = this.#parts.sampler.follow(() => this.#tell())
    this.#readers.add(reader)
    return () => {
      this.#readers.delete(reader)
      if (this.#readers.size === 0) this.#unfollow()
    }
  }

  #tell(): void {
    const body = this.render()
    for (const reader of this.#readers) reader(body)
  }

  #rates(known: ConfiguredService[]): LiveRates | null {
    const { sampler, isWhole } = this.#parts
    const latest = ({ settings: { id } }: ConfiguredService) => sampler.seriesOf(id)?.latest ?? null
    const sample = isWhole ? sampler.total.latest : sumSamples(known.map(latest))
    return sample && { ...rateValues(sample), entries: isWhole ? round(sampler.entries) : 0 }
  }

  /** Of those that carry something, and of those that have just come to rest. */
  #ratesOfEach(known: ConfiguredService[]): Record<string, ServiceRates> {
    const told = known.flatMap(({ settings: { id } }) => {
      const { latest = null, previous = null } = this.#parts.sampler.seriesOf(id) ?? {}
      return hasRates(latest) || hasRates(previous) ? [[id, trafficOf(latest)] as const] : []
    })
    return Object.fromEntries(told)
  }
}

const RATE_KEYS = STATS_KEYS.filter((_key, place) => place !== OPEN) as Exclude<StatsKey, 'openConnections'>[]

function rateValues(sample: Sample): Omit<LiveRates, 'entries'> {
  const values = RATE_KEYS.map((key) => [key, valueOf(sample, key)])
  return Object.fromEntries(values) as Omit<LiveRates, 'entries'>
}

const trafficOf = (sample: Sample | null): ServiceRates => ({
  connections: valueOf(sample, 'connections'),
  bytesIn: valueOf(sample, 'bytesIn'),
  bytesOut: valueOf(sample, 'bytesOut'),
})

const valueOf = (sample: Sample | null, key: StatsKey) => round(sample?.[STATS_KEYS.indexOf(key)] ?? 0)
