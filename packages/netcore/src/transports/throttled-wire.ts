import { TokenBucket } from '../token-bucket.ts'
import type { Wire, WriteOutcome } from '../wire.ts'

/**
 * A wire that lets so many bytes a second through, each way. What exceeds it waits: outgoing bytes here, incoming
 * ones in the kernel, so that the peer feels a slow line and nothing else.
 */
export class ThrottledWire implements Wire {
  readonly #wire: Wire
  readonly #in: TokenBucket
  readonly #out: TokenBucket
  readonly #onDrained: () => void
  #queue: Buffer[] = []
  #queuedBytes = 0
  #sending: NodeJS.Timeout | undefined
  #resting: NodeJS.Timeout | undefined
  #isPaused = false
  #isEnding = false

  /** `onDrained` is called when everything that was written is with the wire below. */
  constructor(wire: Wire, bytesPerSecond: number, onDrained: () => void) {
    this.#wire = wire
    this.#in = new TokenBucket(bytesPerSecond, performance.now())
    this.#out = new TokenBucket(bytesPerSecond, performance.now())
    this.#onDrained = onDrained
  }

  get unsentBytes(): number {
    return this.#queuedBytes + this.#wire.unsentBytes
  }

  get isThrottled(): boolean {
    return this.#resting !== undefined || this.#sending !== undefined
  }

  /** Bytes have come in: rests if they were too many. */
  took(bytes: number): void {
    const rest = this.#in.take(bytes, performance.now())
    if (rest === 0 || this.#resting) return
    this.#wire.pause()
    this.#resting = setTimeout(() => this.#rested(), rest)
  }

  write(data: Buffer): WriteOutcome {
    this.#queue.push(data)
    this.#queuedBytes += data.length
    if (!this.#sending) this.#send()
    return this.#queuedBytes > 0 ? 'slow' : 'taken'
  }

  pause(): void {
    this.#isPaused = true
    this.#wire.pause()
  }

  resume(): void {
    this.#isPaused = false
    if (!this.#resting) this.#wire.resume()
  }

  end(): void {
    this.#isEnding = true
    if (this.#queuedBytes === 0) this.#wire.end()
  }

  destroy(): void {
    clearTimeout(this.#sending)
    clearTimeout(this.#resting)
    this.#wire.destroy()
  }

  #rested(): void {
    this.#resting = undefined
    if (!this.#isPaused) this.#wire.resume()
  }

  #send(): void {
    this.#sending = undefined
    const now = performance.now()
    const piece = this.#nextPiece(Math.max(1, this.#out.available(now)))
    if (!piece) return this.#allSent()
    const rest = this.#out.take(piece.length, now)
    this.#wire.write(piece)
    if (this.#queuedBytes === 0) this.#allSent()
    else this.#sending = setTimeout(() => this.#send(), Math.max(rest, 5))
  }

  #nextPiece(most: number): Buffer | undefined {
    const [first] = this.#queue
    if (!first) return undefined
    const piece = first.subarray(0, most)
    if (piece.length === first.length) this.#queue.shift()
    else this.#queue[0] = first.subarray(most)
    this.#queuedBytes -= piece.length
    return piece
  }

  #allSent(): void {
    if (this.#isEnding) this.#wire.end()
    this.#onDrained()
  }
}
