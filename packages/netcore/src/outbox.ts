import type { Tap } from './capture/tap.ts'
import type { Deadlines } from './deadlines.ts'
import type { Wire } from './wire.ts'

/**
 * What became of a message that answers nothing: `sent`; `slow`, not sent because the peer still has earlier bytes to
 * take; `withheld`, not sent because a rule of the transport forbids it.
 */
export type SpeakOutcome = 'sent' | 'slow' | 'withheld'

type Draining = { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void }

/** Bytes on their way from the protocol to the wire: counts them, and knows while the peer does not keep up. */
export class Outbox {
  /** Captures what goes out from here on, but for the prelude. */
  tap: Tap | undefined
  readonly #wire: Wire
  readonly #counters: { bytesOut: number; messagesOut: number }
  readonly #deadlines: Deadlines
  /** Bytes that were no concern of the protocol, and are not captured: a challenge. */
  #preludeBytes = 0
  #draining: Draining | undefined
  #closed: Error | undefined

  constructor(wire: Wire, counters: { bytesOut: number; messagesOut: number }, deadlines: Deadlines) {
    this.#wire = wire
    this.#counters = counters
    this.#deadlines = deadlines
  }

  /** The peer still has earlier bytes to take. */
  get isSlow(): boolean {
    return this.#draining !== undefined
  }

  /** Sends so many whole messages, encoded. A promise only if the peer is slow: for as long as that. Throws once closed. */
  write(data: Buffer, messages: number): Promise<void> | undefined {
    if (this.#closed) throw this.#closed
    const outcome = this.#wire.write(data)
    if (outcome === 'withheld') return undefined
    this.#sent(data, messages)
    return outcome === 'slow' ? this.#untilDrained() : undefined
  }

  /** Sends bytes that are no concern of the protocol; else as `write`. */
  writePrelude(data: Buffer): Promise<void> | undefined {
    if (this.#closed) throw this.#closed
    const outcome = this.#wire.write(data)
    if (outcome === 'withheld') return undefined
    this.#preludeBytes += data.length
    this.#counters.bytesOut += data.length
    return outcome === 'slow' ? this.#untilDrained() : undefined
  }

  /** Sends a message that answers nothing, unless the peer is slow. Never waits. Throws once closed. */
  speak(data: Buffer): SpeakOutcome {
    if (this.#closed) throw this.#closed
    if (this.isSlow) return 'slow'
    const outcome = this.#wire.writeUnasked ? this.#wire.writeUnasked(data) : this.#wire.write(data)
    if (outcome === 'withheld') return outcome
    this.#sent(data, 1)
    // Nobody waits for it here, but from now on the peer is slow, and has its deadline.
    if (outcome === 'slow') this.#untilDrained().catch(() => undefined)
    return 'sent'
  }

  /** The peer has taken what there was. */
  drained(): void {
    this.#draining?.resolve()
    this.#draining = undefined
  }

  /** Takes nothing more: whoever tries gets `error`. */
  close(error: Error): void {
    this.#closed = error
  }

  /** The connection is gone: whoever waits or tries gets `error`. */
  fail(error: Error): void {
    this.close(error)
    this.#draining?.reject(error)
    this.#draining = undefined
  }

  #sent(data: Buffer, messages: number): void {
    const offset = this.#counters.bytesOut - this.#preludeBytes
    this.#counters.bytesOut += data.length
    this.#counters.messagesOut += messages
    this.tap?.passed('out', data, offset)
    if (messages > 0) this.tap?.message('out', data, offset + data.length)
  }

  #untilDrained(): Promise<void> {
    this.#deadlines.wait()
    this.#draining ??= Promise.withResolvers<void>()
    return this.#draining.promise
  }
}
