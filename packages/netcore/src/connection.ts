import {
  blankEntry,
  type CloseReason,
  type ConnectionCounters,
  type ConnectionPhase,
  type ConnectionRecord,
  type NewEntry,
  type Severity,
  type SideEnds,
  type Transfer,
} from '@switchboard/journal'
import type { OffenceKind } from './bans/offence.ts'
import { ByteReader } from './byte-reader.ts'
import type { CaptureQueue } from './capture/capture-queue.ts'
import type { CaptureSettings } from './capture/capture-settings.ts'
import { Tap } from './capture/tap.ts'
import { BytesDecoder } from './framing/bytes.ts'
import { Deadlines, type ConnectionDeadlines } from './deadlines.ts'
import { Inbox } from './inbox.ts'
import type { Decoder } from './framing/decoder.ts'
import type { Journal } from './journal.ts'
import { Outbox, type SpeakOutcome } from './outbox.ts'
import type { Wire } from './wire.ts'

/** Thrown to a handler that goes on talking to a peer that is gone. Not a fault of the protocol. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed'
}

/** One for all: it is a signal, not a fault, and a stack for each connection would cost more than the connection's end. */
const GONE = new ConnectionClosed('The connection is closed.')

/** What an entry about a message tells of it. */
export type MessageFacts = Pick<NewEntry, 'direction' | 'bytes' | 'preview'>

/** Who talks with whom; fixed when the connection opens. */
export type ConnectionFacts = Pick<
  ConnectionRecord,
  | 'id'
  | 'serviceId'
  | 'protocol'
  | 'transport'
  | 'localAddress'
  | 'localPort'
  | 'remoteAddress'
  | 'remotePort'
>

export type ConnectionParts = {
  facts: ConnectionFacts
  /** The service; its name may change. */
  service: { readonly name: string }
  wire: Wire
  decoder: Decoder
  journal: Journal
  /** Called once, when the connection is over. */
  onClosed: (connection: Connection) => void
}

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

  readonly #service: { readonly name: string }
  readonly #wire: Wire
  #decoder: Decoder
  #identity: string | null = null
  #transfer: Transfer | null = null
  readonly #journal: Journal
  readonly #inbox: Inbox
  readonly #outbox: Outbox
  readonly #onClosed: (connection: Connection) => void
  readonly #openedAt = Date.now()
  #closedAt: number | null = null
  #state: 'open' | 'finishing' | 'closed' = 'open'
  readonly #sideEnds: SideEnds = { peer: null, own: null }
  #closeReason: CloseReason | null = null
  #error: string | null = null
  #blame: OffenceKind | null | undefined
  readonly #deadlines = new Deadlines()
  #isShowing = false
  #toldPhase: ConnectionPhase = 'open'
  #tap: Tap | undefined
  /** Bytes that were no concern of the protocol, and are not captured: the answer to a challenge. */
  #preludeIn = 0

  constructor({ facts, service, wire, decoder, journal, onClosed }: ConnectionParts) {
    this.facts = facts
    this.#service = service
    this.#wire = wire
    this.#decoder = decoder
    this.#journal = journal
    this.#onClosed = onClosed
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
    return {
      ...this.facts,
      ...this.counters,
      serviceName: this.#service.name,
      openedAt: this.#openedAt,
      closedAt: this.#closedAt,
      closeReason: this.#closeReason,
      error: this.#error,
      identity: this.#identity,
      ...(this.#closedAt !== null && this.facts.transport !== 'udp' && { sideEnds: this.#sideEnds }),
    }
  }

  /** Who the peer has proved to be. */
  get identity(): string | null {
    return this.#identity
  }

  /** Why it was closed, or is being closed; null while it is open. */
  get closeReason(): CloseReason | null {
    return this.#closeReason
  }

  /** What the peer is to blame for; null: for nothing; undefined: how the connection ends will tell. */
  get blamed(): OffenceKind | null | undefined {
    return this.#blame
  }

  /** How it stands; of the challenge before it only the gate knows. */
  get phase(): ConnectionPhase {
    if (this.#state === 'finishing') return 'closing'
    if (this.#hasPeerEnded) return 'half-closed'
    if (this.#wire.isThrottled) return 'throttled'
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
    this.#mustBeOpen()
    return this.#outbox.write(data, 1)
  }

  /** Sends bytes as they are, without framing and without counting a message; else as `send`. */
  write(data: Buffer): Promise<void> | undefined {
    this.#mustBeOpen()
    return this.#outbox.write(data, 0)
  }

  /**
   * Sends one message that answers nothing, framed: what an operator or another caller says, whenever it is said. It
   * never waits, so that many of them cannot pile up behind a slow peer. Throws ConnectionClosed when the peer is gone.
   */
  speak(message: Buffer): SpeakOutcome {
    this.#mustBeOpen()
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
    this.counters.messagesIn++
    this.#tap?.ended('in', this.#offsetIn - this.#inbox.waitingBytes)
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
    this.#blame = kind
  }

  /** Hangs up as `protocol-error`, unlike `fail` not before what waits, a last reply perhaps, is sent. */
  refuse(message: string): void {
    this.#error ??= message
    this.#closeReason ??= 'protocol-error'
    this.finish()
  }

  /** Puts an entry about this connection into the journal; `message` if it is about one. */
  note(type: string, severity: Severity, detail: NewEntry['detail'], message?: MessageFacts): void {
    const { id: connectionId, serviceId, transport, remoteAddress, remotePort } = this.facts
    const about = { serviceId, connectionId, transport, remoteAddress, remotePort }
    const serviceName = this.#service.name
    this.#journal.record({ ...blankEntry(type, severity), ...about, serviceName, detail, ...message })
  }

  /** A promise only while the journal is behind; await it before noting more, as often as the peer likes. */
  recorded(): Promise<void> | undefined {
    return this.#journal.full ? this.#journal.ready() : undefined
  }

  /** The journal is so far behind that entries about single messages have to stay away. */
  get isJournalCrowded(): boolean {
    return this.#journal.crowded
  }

  // What the service around it does.

  /** From the next byte on, captures what passes as `settings` say. */
  capture(settings: CaptureSettings, queue: CaptureQueue): void {
    if (this.#tap) this.#tap.settings = settings
    if (this.#tap || settings.mode === 'off') return
    const tap = new Tap(this, queue, settings)
    this.#tap = tap
    this.#inbox.onMessage = (message, waitingBytes) =>
      tap.message('in', message, this.#offsetIn - waitingBytes)
    this.#outbox.onSent = (data, offset, messages) => {
      tap.passed('out', data, offset)
      if (messages > 0) tap.message('out', data, offset + data.length)
    }
  }

  /** Counts bytes that came in and are no concern of the protocol. */
  countPrelude(bytes: number, chunks: number): void {
    this.counters.bytesIn += bytes
    this.counters.chunksIn += chunks
    this.#preludeIn += bytes
  }

  /** Writes bytes that are no concern of the protocol; else as `write`. */
  writePrelude(data: Buffer): Promise<void> | undefined {
    this.#mustBeOpen()
    return this.#outbox.writePrelude(data)
  }

  /** The protocol is done: sends what waits, ends our side, and lets the peer end its own. */
  finish(): void {
    if (this.#state !== 'open') return
    this.#state = 'finishing'
    this.#closeReason ??= this.#hasPeerEnded ? 'peer-closed' : 'protocol-finished'
    this.#sideEnds.own = Date.now()
    this.#deadlines.wait()
    this.#wire.resume()
    this.#wire.end()
  }

  /** The protocol failed. */
  fail(error: unknown): void {
    if (error instanceof ConnectionClosed) return this.finish()
    this.#error ??= error instanceof Error ? error.message : String(error)
    this.close('protocol-error')
  }

  /** Cuts the connection at once. The first reason given is the one on record. */
  close(reason: CloseReason): void {
    if (this.#state === 'closed') return
    this.#closeReason ??= reason
    this.#wire.destroy()
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
    this.#tap?.passed('in', chunk, this.#offsetIn)
    this.counters.bytesIn += chunk.length
    this.counters.chunksIn++
    this.#inbox.push(chunk)
  }

  /** The peer has ended its side. */
  ended(): void {
    this.#sideEnds.peer = Date.now()
    this.#inbox.end()
  }

  wireDrained(): void {
    this.#outbox.drained()
  }

  /** The socket is gone; `error` tells why, if something was wrong. */
  wireClosed(error?: Error & { code?: string }): void {
    if (this.#state === 'closed') return
    const lost = this.#wire.unsentBytes
    this.counters.bytesOut -= lost
    if (error && (lost > 0 || !this.#closeReason)) {
      this.#error = error.code ?? error.message
      this.#closeReason = 'reset'
    }
    this.#closeReason ??= this.#hasPeerEnded ? 'peer-closed' : 'reset'
    this.#state = 'closed'
    this.#closedAt = Date.now()
    this.#inbox.fail(GONE)
    this.#outbox.fail(GONE)
    this.#tap?.close()
    this.#journal.closed(this)
    this.#onClosed(this)
  }

  #mustBeOpen(): void {
    if (this.#state !== 'open') throw GONE
  }

  get #hasPeerEnded(): boolean {
    return this.#sideEnds.peer !== null
  }

  /** How many bytes the protocol has been given, or waits for. */
  get #offsetIn(): number {
    return this.counters.bytesIn - this.#preludeIn
  }

  #watchFinish(now: number, limits: ConnectionDeadlines): void {
    const outcome = this.#deadlines.lingered(now, limits, this.#wire.unsentBytes)
    // What waits will not be taken any more, and that is how the connection ended.
    if (outcome === 'slow') this.#closeReason = 'slow-peer'
    if (outcome) this.#wire.destroy()
  }
}
