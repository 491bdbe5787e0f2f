import { getRecentTraffic } from '../api/stats.ts'
import type { LiveFeed } from './live-feed.svelte.ts'
import type { StatsMessage } from './stats-series.ts'
import { nextSecond, trafficOf } from './traffic-window.ts'

/** What each service carries, second by second for the last minute. */
export class LiveTraffic {
  /** Bytes both ways per second, by id; a service that is not there carried nothing. */
  recent = $state.raw(trafficOf({}))
  readonly #feed: LiveFeed

  constructor(feed: LiveFeed) {
    this.#feed = feed
  }

  /** Reads the last minute and follows from there. Returns how to stop. */
  follow(): () => void {
    return this.#feed.subscribe({
      request: (id) => {
        void this.#read()
        return { op: 'subscribe', id, topic: 'stats', each: true }
      },
      receive: (message) => {
        if (message.type === 'stats') this.#receive(message)
      },
    })
  }

  #receive({ at, services = {} }: StatsMessage): void {
    if (at !== null) this.recent = nextSecond(this.recent, services)
  }

  /** Where it cannot be read, the lines begin empty. */
  async #read(): Promise<void> {
    const recent = await getRecentTraffic().catch(() => null)
    if (recent) this.recent = trafficOf(recent.services)
  }
}
