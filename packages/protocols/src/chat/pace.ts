import { setTimeout as pause } from 'node:timers/promises'

/** So many messages of a caller are taken at once, and then so many a second: more than anybody can read. */
export const BURST = 100
export const PER_SECOND = 50

/** Slows a caller that floods: what it sends too fast waits in the kernel, and nothing is lost. */
export class Pace {
  #credit = BURST
  #at = performance.now()

  /** A promise only when the next message has to wait. */
  next(): Promise<void> | undefined {
    const now = performance.now()
    this.#credit = Math.min(BURST, this.#credit + ((now - this.#at) * PER_SECOND) / 1000) - 1
    this.#at = now
    return this.#credit >= 0 ? undefined : pause((-this.#credit * 1000) / PER_SECOND)
  }
}
