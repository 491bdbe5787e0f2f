import { randomBytes } from 'node:crypto'
import type { Connection } from '../connection.ts'
import type { StreamPeer } from '../transports/stream.ts'
import type { Challenge } from './challenge.ts'
import { DigestReader } from './digest-reader.ts'
import { LateLineEnding } from './late-line-ending.ts'
import { fittingSecret, SCHEMES, type Scheme } from './scheme.ts'

/** So many fresh random bytes are a challenge: 256 bits never come twice. */
export const CHALLENGE_BYTES = 32

/** Why a peer was not let through. `ended`: the connection was over before there was a whole answer. */
type RejectReason = 'wrong' | 'too-long' | 'late' | 'ended'

/**
 * Stands between a socket and its connection until the peer has answered the challenge; the protocol hears nothing of
 * it. One challenge, one answer, one connection: a digest is worth nothing anywhere else or a second time.
 *
 *     asking ──right──▶ open: everything goes to the connection, but for a line ending that comes late
 *        └──wrong, too long, late──▶ shut, and cut at once without a byte
 */
export class Gate implements StreamPeer {
  readonly #connection: Connection
  readonly #challenge: Challenge
  readonly #scheme: Scheme
  readonly #onAccepted: () => void
  readonly #bytes = randomBytes(CHALLENGE_BYTES)
  readonly #reader: DigestReader
  readonly #deadline: NodeJS.Timeout
  #lateEnding: LateLineEnding | null = null
  #state: 'asking' | 'open' | 'shut' = 'asking'

  /** Sends the challenge. `onAccepted` is called when the protocol may begin. */
  constructor(connection: Connection, challenge: Challenge, onAccepted: () => void) {
    this.#connection = connection
    this.#challenge = challenge
    this.#scheme = SCHEMES[challenge.scheme]
    this.#onAccepted = onAccepted
    this.#reader = new DigestReader(this.#scheme.bytes)
    this.#deadline = setTimeout(() => this.#reject('late'), challenge.timeoutMs)
    this.#write(this.#bytes)
  }

  received(chunk: Buffer): void {
    if (this.#state === 'open') return this.#pass(chunk)
    this.#count(chunk.length, 1)
    if (this.#state === 'asking') this.#read(chunk)
  }

  /** The peer has ended its side. */
  ended(): void {
    const rest = this.#lateEnding?.rest()
    if (rest && rest.length > 0) this.#handOver(rest, 0)
    this.#connection.ended()
    if (this.#state !== 'asking') return
    this.#note('ended')
    this.#connection.finish()
  }

  wireDrained(): void {
    this.#connection.wireDrained()
  }

  wireClosed(error?: Error & { code?: string }): void {
    if (this.#state === 'asking') this.#note('ended')
    this.#connection.wireClosed(error)
  }

  #read(chunk: Buffer): void {
    const reading = this.#reader.push(chunk)
    if (reading.kind === 'rejected') return this.#reject(reading.reason)
    if (reading.kind === 'waiting') return
    const fitting = fittingSecret(this.#scheme, this.#challenge.secrets, this.#bytes, reading.digest)
    if (!fitting) return this.#reject('wrong')
    if (!reading.hasEnding) this.#lateEnding = new LateLineEnding()
    this.#accept(fitting.name)
  }

  #accept(identity: string): void {
    this.#settle('open')
    const { accepted, scheme } = this.#challenge
    this.#connection.identify(identity)
    this.#connection.note('auth.accepted', 'info', { identity, scheme })
    if (accepted !== '') this.#write(Buffer.from(accepted))
    this.#onAccepted()
  }

  #reject(reason: RejectReason): void {
    this.#note(reason)
    this.#connection.fail(new Error(this.#explain(reason)))
  }

  #note(reason: RejectReason): void {
    this.#settle('shut')
    this.#connection.note('auth.rejected', 'warning', { reason, scheme: this.#challenge.scheme })
    this.#connection.blame(reason === 'wrong' || reason === 'too-long' ? 'authRejected' : 'noMessage')
  }

  #explain(reason: RejectReason): string {
    if (reason === 'late') return `the challenge was not answered within ${this.#challenge.timeoutMs} ms`
    if (reason === 'too-long') return 'the answer to the challenge goes on after its digest and line ending'
    return 'the answer to the challenge fits no secret'
  }

  #settle(state: 'open' | 'shut'): void {
    clearTimeout(this.#deadline)
    this.#state = state
  }

  #pass(chunk: Buffer): void {
    if (!this.#lateEnding) return this.#connection.received(chunk)
    const left = this.#lateEnding.take(chunk)
    if (left.length > 0) this.#handOver(left, chunk.length)
    else this.#count(chunk.length, 1)
  }

  /** Bytes of which `fresh` are new; the others were counted when they were read. */
  #handOver(bytes: Buffer, fresh: number): void {
    this.#count(fresh - bytes.length, 0)
    this.#connection.received(bytes)
  }

  #count(bytes: number, chunks: number): void {
    this.#connection.countPrelude(bytes, chunks)
  }

  /** Under back-pressure nobody has to wait for so few bytes; when the peer is gone, its end tells the rest. */
  #write(data: Buffer): void {
    void this.#connection.writePrelude(data)?.catch(() => undefined)
  }
}
