import type { StatsStep } from '@switchboard/contract'
import { SampleRing } from './sample-ring.ts'
import { IDLE, OPEN, SAMPLE_SIZE, type Sample } from './sample.ts'

/** Samples kept of each step: 10 minutes, an hour, 25 hours in memory, 30 days on disk. */
const LENGTHS: Record<StatsStep, number> = { 1: 600, 10: 360, 300: 300, 3600: 720 }
const IN_MEMORY = [1, 10, 300] as const

/** Samples that each stand for `step` seconds: the mean of those seconds of which something is known. */
class Tier {
  readonly step: StatsStep
  readonly ring: SampleRing
  #number = -1
  #seconds = 0
  #sum = new Float64Array(SAMPLE_SIZE)

  constructor(step: StatsStep) {
    this.step = step
    this.ring = new SampleRing(LENGTHS[step])
  }

  put(second: number, sample: Sample | null): void {
    const number = Math.floor(second / this.step)
    if (number !== this.#number) {
      this.#seconds = 0
      this.#sum.fill(0)
    }
    this.#number = number
    if (sample !== null) this.#add(sample)
    this.ring.put(number, this.#seconds === 0 ? null : this.#mean())
  }

  #add(sample: Sample): void {
    this.#seconds++
    if (sample === IDLE) return
    for (let place = 0; place < SAMPLE_SIZE; place++) {
      const [sum, value] = [this.#sum[place] ?? 0, sample[place] ?? 0]
      this.#sum[place] = place === OPEN ? Math.max(sum, value) : sum + value
    }
  }

  #mean(): Sample {
    return this.#sum.map((sum, place) => (place === OPEN ? sum : sum / this.#seconds))
  }
}

/** What one service, or all of them, carried over the last day, second by second where it is fresh. */
export class Series {
  readonly #tiers = IN_MEMORY.map((step) => new Tier(step))
  /** The newest sample; null: nothing is known of that second. */
  latest: Sample | null = null
  /** The one before. */
  previous: Sample | null = null

  /** A second, counted since 1970; null: nothing is known of it. */
  put(second: number, sample: Sample | null): void {
    this.previous = this.latest
    this.latest = sample
    for (const tier of this.#tiers) tier.put(second, sample)
  }

  /** The samples that begin at `from` and before `to`, both in seconds since 1970; null: nothing is known. */
  read(step: StatsStep, from: number, to: number): (Sample | null)[] {
    const ring = this.#tiers.find((tier) => tier.step === step)?.ring
    const count = Math.max(0, Math.ceil((to - from) / step))
    return Array.from({ length: count }, (_, index) => ring?.at(Math.floor(from / step) + index) ?? null)
  }
}

/** How far back samples of a step are kept, in seconds. */
export const reachOf = (step: StatsStep): number => step * LENGTHS[step]
