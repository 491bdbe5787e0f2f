import { STATS_KEYS } from '@switchboard/contract'
import type { HourSums, Store } from '@switchboard/store'
import { IDLE, OPEN, SAMPLE_SIZE, type Sample } from './sample.ts'

export const HOUR_S = 3600

/** The id that stands for all services together. */
export const ALL = ''

type Sums = { serviceId: string; hour: number; seconds: number; values: Float64Array }

/** What was carried in the hours since it was last written down; what is not known of a second is no zero. */
export class Hours {
  readonly #sums = new Map<string, Sums>()

  /** A second, counted since 1970. */
  add(serviceId: string, second: number, sample: Sample | null): void {
    if (sample === null) return
    const hour = Math.floor(second / HOUR_S)
    const key = `${hour} ${serviceId}`
    const sums = this.#sums.get(key) ?? { serviceId, hour, seconds: 0, values: new Float64Array(SAMPLE_SIZE) }
    this.#sums.set(key, sums)
    sums.seconds++
    if (sample === IDLE) return
    for (let place = 0; place < SAMPLE_SIZE; place++) {
      const [sum, value] = [sums.values[place] ?? 0, sample[place] ?? 0]
      sums.values[place] = place === OPEN ? Math.max(sum, value) : sum + value
    }
  }

  /** Of a service that is gone nothing is to be written down. */
  forget(serviceId: string): void {
    for (const [key, sums] of this.#sums) if (sums.serviceId === serviceId) this.#sums.delete(key)
  }

  /** Adds all of it to what is on record. Where the store is away, that much is lost: it is told as not known. */
  async writeDown(store: Pick<Store['hours'], 'add'>): Promise<void> {
    const sums = Array.from(this.#sums.values(), toRow)
    this.#sums.clear()
    if (sums.length > 0) await store.add(sums).catch(() => undefined)
  }
}

function toRow({ serviceId, hour, seconds, values }: Sums): HourSums {
  const named = STATS_KEYS.map((key, place) => [key, values[place] ?? 0])
  return { serviceId, hour, seconds, ...(Object.fromEntries(named) as Numbers) }
}

type Numbers = Omit<HourSums, 'serviceId' | 'hour' | 'seconds'>

/** A sample of each hour that begins at `from` and before `to`, both in seconds since 1970, and how many seconds it is of. */
export async function readHours(
  store: Pick<Store['hours'], 'list'>,
  serviceIds: string[],
  { from, to }: { from: number; to: number },
): Promise<{ samples: (Sample | null)[]; seconds: number[] }> {
  const begin = Math.floor(from / HOUR_S)
  const end = Math.max(begin, Math.ceil(to / HOUR_S))
  const samples = new Array<Sample | null>(end - begin).fill(null)
  const seconds = new Array<number>(end - begin).fill(0)
  for (const row of await store.list({ serviceIds, from: begin, to: end })) {
    samples[row.hour - begin] = STATS_KEYS.map((key) => row[key])
    seconds[row.hour - begin] = row.seconds
  }
  return { samples, seconds }
}
