import type { Direction, NewEntry, Severity } from '@switchboard/journal'
import type { CaptureOwner, CaptureQueue } from './capture-queue.ts'
import type { CaptureSettings } from './capture-settings.ts'
import { previewOf } from './preview.ts'

/** Longer writes are kept in pieces of so many bytes. */
const PIECE_BYTES = 65_536
/** While payload is being dropped, an entry says so this often (milliseconds). */
const TELL_EVERY_MS = 1000

/** What an entry about a message tells of it. */
export type MessageFacts = Pick<NewEntry, 'direction' | 'bytes' | 'preview'>

/** The connection that is captured, as far as it matters here. */
type Captured = {
  readonly facts: { readonly id: string }
  readonly isJournalCrowded: boolean
  note(type: string, severity: Severity, detail: NewEntry['detail'], message: MessageFacts): void
}

type Drops = { bytes: number; messages: number }

/** What is captured of one connection: every chunk as it passes, and the messages found in them. */
export class Tap implements CaptureOwner {
  /** May change at any time, and counts from the next byte. */
  settings: CaptureSettings
  readonly #connection: Captured
  readonly #queue: CaptureQueue
  /** Microseconds; the clock of the wall, but for the steps it may take. */
  readonly #epoch = (Date.now() - performance.now()) * 1000
  #ordinal = 0
  /** Bytes that fell under `maxBytesPerConnection`, taken or dropped. */
  readonly #seen = { in: 0, out: 0 }
  /** The offset after the last of them. */
  readonly #reach = { in: 0, out: 0 }
  readonly #dropped: Record<Direction, Drops> = { in: none(), out: none() }
  #hasDropped = false
  #toldAt = 0
  #isOver = false

  constructor(connection: Captured, queue: CaptureQueue, settings: CaptureSettings) {
    this.#connection = connection
    this.#queue = queue
    this.settings = settings
  }

  /** Bytes have passed; so many went the same way before. They are copied: the caller may dispose of them at once. */
  passed(direction: Direction, bytes: Buffer, offset: number): void {
    const room = this.#room(direction)
    if (room <= 0) return
    const wanted = bytes.length > room ? bytes.subarray(0, room) : bytes
    this.#seen[direction] += wanted.length
    this.#reach[direction] = offset + wanted.length
    const at = Math.round(this.#epoch + performance.now() * 1000)
    let start = 0
    // An empty datagram is one, too.
    do {
      this.#take(direction, wanted.subarray(start, start + PIECE_BYTES), offset + start, at)
      start += PIECE_BYTES
    } while (start < wanted.length)
  }

  /** A message was found, or sent, that ends before the byte `end`. */
  message(direction: Direction, message: Buffer, end: number): void {
    if (!this.#ended(direction, end - message.length, end)) return
    const type = direction === 'in' ? 'message.received' : 'message.sent'
    const preview = previewOf(message)
    this.#connection.note(type, 'info', { end }, { direction, bytes: message.length, preview })
  }

  /** A protocol that reads bytes has found the end of a message. */
  ended(direction: Direction, end: number): void {
    this.#ended(direction, end, end)
  }

  lost(direction: Direction, bytes: number): void {
    this.#drop(direction, bytes, 0)
    if (this.#isOver) this.#tell()
  }

  /** Call it a few times a second; `now` is monotonic, in milliseconds. */
  tick(now: number): void {
    if (!this.#hasDropped || now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    this.#tell()
  }

  /** The connection is over. */
  close(): void {
    this.#isOver = true
    this.#queue.hasten()
    this.#tell()
  }

  #room(direction: Direction): number {
    const { mode, maxBytesPerConnection } = this.settings
    if (mode === 'full') return Infinity
    return mode === 'off' ? 0 : maxBytesPerConnection - this.#seen[direction]
  }

  #take(direction: Direction, bytes: Buffer, offset: number, at: number): void {
    const { id } = this.#connection.facts
    const values = [id, this.#ordinal++, at, direction, offset, bytes.length] as const
    if (!this.#queue.take(this, [...values], bytes)) this.#drop(direction, bytes.length, 0)
  }

  /** False: it is not captured. Of the first N bytes, the message in which they end is the last. */
  #ended(direction: Direction, start: number, end: number): boolean {
    const reach = this.#reach[direction]
    if (this.settings.mode === 'off' || (start >= reach && end > reach)) return false
    const { facts, isJournalCrowded } = this.#connection
    if (!isJournalCrowded && this.#queue.end([facts.id, direction, end])) return true
    this.#drop(direction, 0, 1)
    return false
  }

  #drop(direction: Direction, bytes: number, messages: number): void {
    this.#hasDropped = true
    this.#dropped[direction].bytes += bytes
    this.#dropped[direction].messages += messages
  }

  #tell(): void {
    if (!this.#hasDropped) return
    this.#hasDropped = false
    for (const direction of ['in', 'out'] as const) {
      const { bytes, messages } = this.#dropped[direction]
      this.#dropped[direction] = none()
      if (bytes + messages === 0) continue
      const detail = { rule: 'capture-behind', bytes, messages }
      this.#connection.note('connection.bytes-dropped', 'warning', detail, {
        direction,
        bytes,
        preview: null,
      })
    }
  }
}

const none = (): Drops => ({ bytes: 0, messages: 0 })
