import type { StatsSeries, StatsStep } from '@switchboard/contract'
import { getStats } from '../api/stats.ts'
import type { LiveFeed } from './live-feed.svelte.ts'
import { appendSecond, type StatsMessage } from './stats-series.ts'

/** How often samples are read again, milliseconds: those of a second only after one was missed. */
const REREAD_MS: Record<StatsStep, number> = { 1: 2_000, 10: 10_000, 300: 10_000, 3600: 60_000 }

/** What a service, or (null) all of them, carried lately, and goes on to carry. */
export class LiveStats {
  series = $state.raw<StatsSeries | null>(null)
  error = $state.raw<unknown>(null)
  readonly #feed: LiveFeed
  readonly #service: string | null
  readonly #step: StatsStep
  readonly #days: number | null
  #readAt = 0

  /** Of the last `days` alone; null: as far back as the step reaches. */
  constructor(feed: LiveFeed, service: string | null, step: StatsStep, days: number | null = null) {
    this.#feed = feed
    this.#service = service
    this.#step = step
    this.#days = days
  }

  /** Reads what there is and follows from there. Returns how to stop. */
  follow(): () => void {
    return this.#feed.subscribe({
      request: (id) => {
        // Also after a cut, for what went on meanwhile.
        void this.read()
        return {
          op: 'subscribe',
          id,
          topic: 'stats',
          ...(this.#service !== null && { service: this.#service }),
        }
      },
      receive: (message) => {
        if (message.type === 'stats') this.#receive(message)
      },
    })
  }

  async read(): Promise<void> {
    this.#readAt = Date.now()
    try {
      this.series = await getStats(this.#service, this.#step, this.#days)
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  #receive(message: StatsMessage): void {
    if (!this.series) return
    const longer = this.#step === 1 ? appendSecond(this.series, message) : null
    if (longer) this.series = longer
    else if (Date.now() - this.#readAt >= REREAD_MS[this.#step]) void this.read()
  }
}
