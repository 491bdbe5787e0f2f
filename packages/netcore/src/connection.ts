import {
  blankEntry,
  type CloseReason,
  type ConnectionCounters,
  type ConnectionPhase,
  type ConnectionRecord,
  type NewEntry,
  type Severity,
  type Transfer,
} from '@switchboard/journal'
import type { OffenceKind } from './bans/offence.ts'
import { ByteReader } from './byte-reader.ts'
import type { CaptureQueue } from './capture/capture-queue.ts'
import type { CaptureSettings } from './capture/capture-settings.ts'
import { Tap, type MessageFacts } from './capture/tap.ts'
import { ConnectionClosed, GONE } from './connection-closed.ts'
import type { ConnectionFacts } from './connection-facts.ts'
import type { ConnectionParts } from './connection-parts.ts'
import { Deadlines, type ConnectionDeadlines } from './deadlines.ts'
import { Ending } from './ending.ts'
import { BytesDecoder } from './framing/bytes.ts'
import { Inbox } from './inbox.ts'
import type { Decoder } from './framing/decoder.ts'
import { Outbox, type SpeakOutcome } from './outbox.ts'

/**
 * One live peer, as a protocol sees it: pull `messages`, `send` replies, return to hang up.
 *
 *     wire ──received()──▶ inbox ──messages──▶ protocol.serve ──send()──▶ wire
 *       └──ended(), wireClosed()──▶ state            └── return or throw ──▶ finish() or fail()
 */
export class Connection {
  readonly facts: ConnectionFacts
  readonly counters: ConnectionCounters = {
    bytesIn: 0,
    bytesOut: 0,
    chunksIn: 0,
    messagesIn: 0,
    messagesOut: 0,
  }
  /** Messages as the framing finds them. Ends when the peer ends its side; throws ConnectionClosed when it is gone. */
  readonly messages: AsyncIterableIterator<Buffer>

  readonly #parts: ConnectionParts
  #decoder: Decoder
  #identity: string | null = null
  #transfer: Transfer | null = null
  readonly #inbox: Inbox
  readonly #outbox: Outbox
  readonly #openedAt = Date.now()
  #state: 'open' | 'finishing' | 'closed' = 'open'
  readonly #ending = new Ending()
  readonly #deadlines = new Deadlines()
  #isShowing = false
  #toldPhase: ConnectionPhase = 'open'
  #tap: Tap | undefined

  constructor(parts: ConnectionParts) {
    const { facts, wire, decoder, journal } = parts
    this.#parts = parts
    this.facts = facts
    this.#decoder = decoder
    this.#inbox = new Inbox(decoder, this.counters, wire)
    this.#outbox = new Outbox(wire, this.counters, this.#deadlines)
    this.messages = this.#inbox
    journal.opened(this)
  }

  get open(): boolean {
    return this.#state === 'open'
  }

  /** The connection as it stands now. */
  record(): ConnectionRecord {
    const { at: closedAt, reason: closeReason, error, sides: sideEnds } = this.#ending
    return {
      ...this.facts,
      ...this.counters,
      serviceName: this.#parts.service.name,
      openedAt: this.#openedAt,
      closedAt,
      closeReason,
      error,
      identity: this.#identity,
      ...(closedAt !== null && this.facts.transport !== 'udp' && { sideEnds }),
    }
  }

  /** Who the peer has proved to be. */
  get identity(): string | null {
    return this.#identity
  }

  /** How it ends, as far as it is known. */
  get ending(): Readonly<Pick<Ending, 'reason' | 'blamed'>> {
    return this.#ending
  }

  /** How it stands; of the challenge before it only the gate knows. */
  get phase(): ConnectionPhase {
    if (this.#state === 'finishing') return 'closing'
    if (this.#ending.sides.peer !== null) return 'half-closed'
    if (this.#parts.wire.isThrottled) return 'throttled'
    return this.#outbox.isSlow ? 'slow' : 'open'
  }

  /** When the last byte went, as far as `tick` has seen; milliseconds since the epoch. */
  get lastActiveAt(): number {
    return Math.round(Date.now() - (performance.now() - this.#deadlines.movedAt))
  }

  /** What is on its way now. */
  get transfer(): Transfer | null {
    return this.#transfer
  }

  // What a protocol does.

  /**
   * Sends one message, framed. Answers a promise only when the peer is slow; await it before sending more.
   * Throws ConnectionClosed (or the promise rejects with it) when the peer is gone.
   */
  send(message: Buffer | string): Promise<void> | undefined {
    const data = this.#decoder.encode(typeof message === 'string' ? Buffer.from(message) : message)
    return this.#outbox.write(data, 1)
  }

  /** Sends bytes as they are, without framing and without counting a message; else as `send`. */
  write(data: Buffer): Promise<void> | undefined {
    return this.#outbox.write(data, 0)
  }

  /**
   * Sends one message that answers nothing, framed: what an operator or another caller says, whenever it is said. It
   * never waits, so that many of them cannot pile up behind a slow peer. Throws ConnectionClosed when the peer is gone.
   */
  speak(message: Buffer): SpeakOutcome {
    return this.#outbox.speak(this.#decoder.encode(message))
  }

  /**
   * Leaves the framing: from here on the protocol reads as many bytes as it wants and says itself when they were a
   * message. For streams only.
   */
  bytes(): ByteReader {
    const decoder = new BytesDecoder()
    this.decodeWith(decoder)
    return new ByteReader(decoder, this.#inbox)
  }

  /** From here on `decoder` finds the messages. */
  decodeWith(decoder: Decoder): void {
    this.#inbox.decodeWith(decoder)
    this.#decoder = decoder
  }

  /** A protocol that reads bytes has found a message in them. */
  countMessage(): void {
    this.#inbox.countMessage()
  }

  /** Says who the peer has proved to be. */
  identify(identity: string): void {
    this.#identity = identity
  }

  /** Shows a file that is on its way; the protocol goes on counting in the same object. null: it is over. */
  show(transfer: Transfer | null): void {
    this.#transfer = transfer
    this.#isShowing = true
  }

  /** Says what counts against the peer's address when the connection is over; null: it is not the peer's fault. */
  blame(kind: OffenceKind | null): void {
    this.#ending.blamed = kind
  }

  /** Hangs up as `protocol-error`, unlike `fail` not before what waits, a last reply perhaps, is sent. */
  refuse(message: string): void {
    this.#ending.because('protocol-error', message)
    this.finish()
  }

  /** Puts an entry about this connection into the journal; `message` if it is about one. */
  note(type: string, severity: Severity, detail: NewEntry['detail'], message?: MessageFacts): void {
    const { id: connectionId, serviceId, transport, remoteAddress, remotePort } = this.facts
    const about = { serviceId, connectionId, transport, remoteAddress, remotePort }
    const serviceName = this.#parts.service.name
    this.#parts.journal.record({ ...blankEntry(type, severity), ...about, serviceName, detail, ...message })
  }

  /** A promise only while the journal is behind; await it before noting more, as often as the peer likes. */
  recorded(): Promise<void> | undefined {
    return this.#parts.journal.full ? this.#parts.journal.ready() : undefined
  }

  /** The journal is so far behind that entries about single messages have to stay away. */
  get isJournalCrowded(): boolean {
    return this.#parts.journal.crowded
  }

  // What the service around it does.

  /** From the next byte on, captures what passes as `settings` say. */
  capture(settings: CaptureSettings, queue: CaptureQueue): void {
    if (this.#tap) this.#tap.settings = settings
    if (this.#tap || settings.mode === 'off') return
    this.#tap = new Tap(this, queue, settings)
    this.#inbox.tap = this.#tap
    this.#outbox.tap = this.#tap
  }

  /** Counts bytes that came in and are no concern of the protocol. */
  countPrelude(bytes: number, chunks: number): void {
    this.#inbox.countPrelude(bytes, chunks)
  }

  /** Writes bytes that are no concern of the protocol; else as `write`. */
  writePrelude(data: Buffer): Promise<void> | undefined {
    return this.#outbox.writePrelude(data)
  }

  /** The protocol is done: sends what waits, ends our side, and lets the peer end its own. */
  finish(): void {
    if (this.#state !== 'open') return
    this.#state = 'finishing'
    this.#ending.ownEnded()
    this.#outbox.close(GONE)
    this.#deadlines.wait()
    this.#parts.wire.resume()
    this.#parts.wire.end()
  }

  /** The protocol failed. */
  fail(error: unknown): void {
    if (error instanceof ConnectionClosed) return this.finish()
    this.#ending.because('protocol-error', error instanceof Error ? error.message : String(error))
    this.close('protocol-error')
  }

  /** Cuts the connection at once. The first reason given is the one on record. */
  close(reason: CloseReason): void {
    if (this.#state === 'closed') return
    this.#ending.because(reason)
    this.#parts.wire.destroy()
  }

  /** Looks after deadlines. `now` is monotonic, in milliseconds; call it a few times a second. True: something is new since. */
  tick(now: number, limits: ConnectionDeadlines): boolean {
    const moved = this.#deadlines.moved(now, this.counters.chunksIn + this.counters.bytesOut)
    const isNews = moved || this.#isShowing || this.phase !== this.#toldPhase
    this.#isShowing = false
    this.#toldPhase = this.phase
    this.#tap?.tick(now)
    if (this.#state === 'finishing') this.#watchFinish(now, limits)
    else {
      const reason = this.#deadlines.passed(now, limits, this.#outbox.isSlow)
      if (reason) this.close(reason)
    }
    return isNews
  }

  // What the wire tells.

  received(chunk: Buffer): void {
    if (this.#state !== 'open') return
    this.#inbox.push(chunk)
  }

  /** The peer has ended its side. */
  ended(): void {
    this.#ending.peerEnded()
    this.#inbox.end()
  }

  wireDrained(): void {
    this.#outbox.drained()
  }

  /** The socket is gone; `error` tells why, if something was wrong. */
  wireClosed(error?: Error & { code?: string }): void {
    if (this.#state === 'closed') return
    const lost = this.#parts.wire.unsentBytes
    this.counters.bytesOut -= lost
    this.#ending.over(error, lost)
    this.#state = 'closed'
    this.#inbox.fail(GONE)
    this.#outbox.fail(GONE)
    this.#tap?.close()
    this.#parts.journal.closed(this)
    this.#parts.onClosed()
  }

  #watchFinish(now: number, limits: ConnectionDeadlines): void {
    const outcome = this.#deadlines.lingered(now, limits, this.#parts.wire.unsentBytes)
    if (outcome === 'slow') this.#ending.untaken()
    if (outcome) this.#parts.wire.destroy()
  }
}
