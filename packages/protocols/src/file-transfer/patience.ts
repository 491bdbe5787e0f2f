import { Refusal } from './refusal.ts'

/** How long a peer may take. Only time spent waiting for the peer counts, not what our disk needs. */
export class Patience {
  #reject: (error: Error) => void = () => undefined
  #waitingSince: number | null = null
  #waitedMs = 0
  #timer: NodeJS.Timeout | undefined

  /** `work`, unless the time is up before: then the Refusal is thrown here. */
  wait<Value>(work: Promise<Value>): Promise<Value> {
    this.#waitingSince = performance.now()
    return new Promise<Value>((resolve, reject) => {
      this.#reject = reject
      work.then(resolve, reject)
    }).finally(() => this.#waited())
  }

  /** All that is waited for from now on has to come within `ms` milliseconds. */
  within(ms: number, what: string): void {
    this.end()
    const late = () =>
      this.#reject(new Refusal('too-slow', `${what} was not complete after ${ms} ms: send it faster`))
    this.#timer = setTimeout(late, ms)
  }

  /** From now on `progress` (bytes so far) has to grow by `bytesPerSecond` at least, on average over `windowMs` milliseconds. */
  atLeast(bytesPerSecond: number, windowMs: number, progress: () => number): void {
    this.end()
    this.#waitedMs = 0
    let before = progress()
    this.#timer = setInterval(() => {
      if (this.#waitedUntilNow() < windowMs) return
      const least = before + (bytesPerSecond * windowMs) / 1000
      if (progress() < least) return this.#reject(tooFew(bytesPerSecond, windowMs))
      before = progress()
      this.#waitedMs = 0
      if (this.#waitingSince !== null) this.#waitingSince = performance.now()
    }, windowMs / 20)
  }

  /** The peer may take its time again. */
  end(): void {
    clearTimeout(this.#timer)
  }

  #waited(): void {
    this.#waitedMs = this.#waitedUntilNow()
    this.#waitingSince = null
  }

  #waitedUntilNow(): number {
    return this.#waitedMs + (this.#waitingSince === null ? 0 : performance.now() - this.#waitingSince)
  }
}

function tooFew(bytesPerSecond: number, windowMs: number): Refusal {
  const rate = `fewer than ${bytesPerSecond} bytes a second for ${windowMs} ms`
  return new Refusal('too-slow', `the file came with ${rate}: send it faster`)
}
