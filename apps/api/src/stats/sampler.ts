import { noStats, type Service, type ServiceStats } from '@switchboard/netcore'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import type { ErrorCounts } from './error-counts.ts'
import { ALL, Hours } from './hours.ts'
import { IDLE, isIdle, sampleBetween, sumSamples, type Sample } from './sample.ts'
import { Series } from './series.ts'

type Followed = { series: Series; running: Service; before: ServiceStats }

type Sources = {
  services: Pick<ServiceRegistry, 'list' | 'on'>
  errors: ErrorCounts
  /** The newest `seq` of the journal. */
  newestSeq: () => number
}

/** After the end of a second, because timers may be a little early; milliseconds. */
const AFTER_MS = 5
/** A sample that comes so many seconds late stands for all of them; later, the machine slept, or its clock was set. */
const HELD_UP = 5

/**
 * Looks at all services at the end of every second, and keeps what each carried for a day, in memory: at most 46 KiB for
 * one that was busy all the time, next to nothing for an idle one.
 */
export class Sampler {
  /** Of all services together. */
  readonly total = new Series()
  /** What is to be written down. */
  readonly hours = new Hours()
  /** Journal entries of the last second. */
  entries = 0
  /** The newest second that was sampled, counted since 1970; null before the first. */
  second: number | null = null
  readonly #sources: Sources
  readonly #followed = new Map<string, Followed>()
  readonly #readers = new Set<() => void>()
  #seq: number
  #timer: NodeJS.Timeout | undefined

  constructor(sources: Sources) {
    this.#sources = sources
    this.#seq = sources.newestSeq()
    sources.services.on('deleted', (id) => {
      this.#followed.delete(id)
      this.hours.forget(id)
    })
    this.#wait()
  }

  /** undefined: there is no such service, or it is younger than a second. */
  seriesOf(serviceId: string): Series | undefined {
    return this.#followed.get(serviceId)?.series
  }

  /** From now on `reader` is called after every sample. Answers the way to stop that. */
  follow(reader: () => void): () => void {
    this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }

  /** `now` is in milliseconds since 1970. */
  sample(now = Date.now()): void {
    const second = Math.floor(now / 1000) - 1
    const since = this.second === null ? 1 : second - this.second
    // A clock that was set back a little: what is counted goes into the second that comes.
    if (since <= 0 && since > -HELD_UP) return
    const numbers = Array.from({ length: since > HELD_UP || since < 0 ? 1 : since }, (_, ago) => second - ago)
    this.#sampleAll(numbers.reverse())
    this.second = second
    for (const reader of this.#readers) reader()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #wait(): void {
    this.#timer = setTimeout(
      () => {
        this.sample()
        this.#wait()
      },
      1000 - (Date.now() % 1000) + AFTER_MS,
    ).unref()
  }

  /** What was counted is spread evenly over these seconds, so that all of it is told and no more. */
  #sampleAll(numbers: number[]): void {
    const seconds = numbers.length
    const samples = this.#sources.services.list().map(({ settings: { id }, running }) => {
      const followed = this.#followed.get(id) ?? { series: new Series(), running, before: noStats() }
      this.#followed.set(id, followed)
      const sample = this.#sampleOf(id, followed, seconds)
      for (const number of numbers) {
        followed.series.put(number, sample)
        this.hours.add(id, number, sample)
      }
      return sample
    })
    const { errors, newestSeq } = this.#sources
    const seq = newestSeq()
    this.entries = (seq - this.#seq) / seconds
    this.#seq = seq
    const ofNone = sampleBetween(noStats(), noStats(), errors.take(null), seconds)
    const total = sumSamples([...samples, ofNone])
    for (const number of numbers) {
      this.total.put(number, total)
      this.hours.add(ALL, number, total)
    }
    errors.clear()
  }

  /** null: the service is stopped, and nothing is left of when it was not. */
  #sampleOf(id: string, followed: Followed, seconds: number): Sample | null {
    const { running, before } = followed
    const totals = running.totals
    const sample = sampleBetween(before, totals, this.#sources.errors.take(id), seconds)
    followed.before = totals
    if (!isIdle(sample)) return sample
    return running.startedAt === null ? null : IDLE
  }
}
