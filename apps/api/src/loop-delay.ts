import { monitorEventLoopDelay } from 'node:perf_hooks'

const SAMPLE_MS = 20
const WINDOW_MS = 30_000

/** How long the event loop made others wait, in milliseconds. */
export type Delay = { p99Ms: number; longestMs: number }

/** Watches how late this thread's timers are; what it tells covers the last 30 to 60 s. */
export class LoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: SAMPLE_MS })
  readonly #timer = setInterval(() => this.#turn(), WINDOW_MS).unref()
  #before: Delay = { p99Ms: 0, longestMs: 0 }

  constructor() {
    this.#histogram.enable()
  }

  read(): Delay {
    const now = this.#now()
    return {
      p99Ms: Math.max(now.p99Ms, this.#before.p99Ms),
      longestMs: Math.max(now.longestMs, this.#before.longestMs),
    }
  }

  stop(): void {
    this.#histogram.disable()
    clearInterval(this.#timer)
  }

  #turn(): void {
    this.#before = this.#now()
    this.#histogram.reset()
  }

  #now(): Delay {
    return { p99Ms: late(this.#histogram.percentile(99)), longestMs: late(this.#histogram.max) }
  }
}

/** What is measured is the time between two samples, in nanoseconds. */
function late(between: number): number {
  return Math.max(0, Math.round(between / 1e6 - SAMPLE_MS))
}
