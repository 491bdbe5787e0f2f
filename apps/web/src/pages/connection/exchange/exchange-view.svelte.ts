import type { Connection } from '@switchboard/contract'
import { router } from '../../../router/router.svelte.ts'
import { blockOfChunk, blockOfMessage, GROUPINGS, placeIndex, reaches, readPlace } from './block.ts'
import type { Block, Extent } from './block.ts'
import { Captured } from './captured.svelte.ts'
import { cutChunks, cutMessages, type CutChunk, type CutMessage } from './cut.ts'
import { findBytes, MOST_MATCHES, readNeedle, type Match } from './find-bytes.ts'
import { FORMATS } from './format.ts'
import type { Mark } from './runs.ts'

/** Blocks on a page. */
const PAGE = 100
/** So much is read at once; then whoever looks is asked. */
const READ_BYTES = 32 << 20

/** To another page. */
export type Step = 'first' | 'previous' | 'next' | 'last'

/** What is looked at of an exchange; all of it is in the address: `by`, `as`, `page`, `find`, `match`, `at`. */
export class ExchangeView {
  readonly captured: Captured
  readonly #connection: () => Connection
  /** How much is read for what the address asks for (bytes). */
  #readTo = $state(READ_BYTES)
  #isStopped = $state(false)

  readonly grouping = $derived(GROUPINGS.find((one) => one === router.query('by')) ?? 'chunks')
  readonly format = $derived(FORMATS.find((one) => one === router.query('as')) ?? 'text')
  readonly find = $derived(router.query('find') ?? '')
  readonly needle = $derived(this.find === '' ? null : readNeedle(this.find))
  readonly place = $derived(readPlace(router.query('at')))
  readonly chunks: CutChunk[] = $derived.by(() => cutChunks(this.captured.pieces, this.isDatagram))
  readonly messages: CutMessage[] = $derived.by(() => cutMessages(this.chunks))
  readonly total = $derived.by(() => (this.grouping === 'chunks' ? this.chunks : this.messages).length)
  readonly matches: Match[] = $derived.by(() => this.#found())
  /** From 0; -1: nothing is found. */
  readonly matchIndex = $derived.by(
    () => Math.min(this.matches.length, Math.max(1, Math.trunc(Number(router.query('match'))) || 1)) - 1,
  )
  readonly page = $derived.by(() => this.#pageShown())
  readonly blocks: Block[] = $derived.by(() => this.#blocksOf(this.page * PAGE, (this.page + 1) * PAGE))

  constructor(connection: () => Connection) {
    this.#connection = connection
    this.captured = new Captured(connection().id)
  }

  get isDatagram(): boolean {
    return this.#connection().transport === 'udp'
  }

  get isCapped(): boolean {
    return this.matches.length >= MOST_MATCHES
  }

  /** The first and the last block shown, from 1. */
  get shown(): { first: number; last: number } {
    const first = this.page * PAGE + 1
    return { first, last: first + this.blocks.length - 1 }
  }

  /** Whether the address asks for more than is here, and nothing more is read unless somebody says so. */
  get isHalted(): boolean {
    return this.captured.hasMore && this.#lacks() && (this.#isStopped || this.captured.bytes >= this.#readTo)
  }

  /** Reads what the address asks for and is not here yet. For an effect. */
  fetch(): void {
    const { captured } = this
    if (captured.busy || captured.error !== null || !captured.hasMore) return
    if (!captured.ready) void captured.more()
    else if (this.#lacks() && !this.isHalted)
      void captured.until(() => captured.bytes >= this.#readTo || !this.#lacks())
  }

  /** Reads on where it was halted, or stops reading. */
  read(on: boolean): void {
    this.#isStopped = !on
    if (on) this.#readTo = this.captured.bytes + READ_BYTES
    else this.captured.cancel()
  }

  /** Looks for something else; nothing: for nothing. */
  seek(find: string): void {
    this.#isStopped = false
    this.#readTo = READ_BYTES
    const changes = { find: find === '' ? null : find, match: null, at: null, page: null }
    router.setQuery(changes, { replace: true })
  }

  /** To the next match or the one before, around the end. */
  step(by: 1 | -1): void {
    const count = this.matches.length
    if (count === 0) return
    const next = (this.matchIndex + by + count) % count
    router.setQuery({ match: next === 0 ? null : String(next + 1), at: null, page: null }, { replace: true })
  }

  go(to: Step): void {
    const page = { first: '1', previous: String(this.page), next: String(this.page + 2), last: 'last' }[to]
    router.setQuery({ page: page === '1' && this.#jump() === -1 ? null : page })
  }

  /** What is marked of a block; offsets are those of its bytes. */
  marksOf({ direction, offset, length }: Block): Mark[] {
    const current = this.matches[this.matchIndex]
    return this.matches
      .filter(
        (match) => match.direction === direction && match.end > offset && match.offset < offset + length,
      )
      .map((match) => ({
        from: Math.max(0, match.offset - offset),
        to: Math.min(length, match.end - offset),
        isCurrent: match === current,
      }))
  }

  isLinked(block: Block): boolean {
    return this.place !== null && placeIndex([block], this.place) === 0
  }

  /** Whether the address asks for what is not read yet: every match, the last page, a place, or a page. */
  #lacks(): boolean {
    const { pieces } = this.captured
    if (this.needle?.bytes || router.query('page') === 'last') return true
    if (this.place && !reaches(pieces, this.place)) return true
    return (this.#pageWanted() + 1) * PAGE > this.total
  }

  #found(): Match[] {
    const bytes = this.needle?.bytes
    return bytes ? findBytes(this.captured.pieces, bytes, this.isDatagram) : []
  }

  /** The block that the address leads to, by a match or a place; -1: to none. */
  #jump(): number {
    const match = this.matches[this.matchIndex]
    const at = match ? { direction: match.direction, end: match.offset + 1 } : this.place
    return at ? placeIndex(this.#extents(), at) : -1
  }

  #extents(): Extent[] {
    if (this.grouping === 'chunks')
      return this.chunks.map(({ direction, offset, bytes }) => ({ direction, offset, length: bytes.length }))
    return this.messages.map(({ direction, offset, bytes }) => ({ direction, offset, length: bytes }))
  }

  /** From 0. A page that the address names goes before the one of a match or a place. */
  #pageWanted(): number {
    const named = router.query('page')
    if (named === 'last') return Infinity
    if (named !== null) return Math.max(0, (Number(named) || 1) - 1)
    return Math.max(0, Math.floor(this.#jump() / PAGE))
  }

  #pageShown(): number {
    const last = Math.max(0, Math.ceil(this.total / PAGE) - 1)
    return Math.min(last, this.#pageWanted())
  }

  #blocksOf(from: number, to: number): Block[] {
    const { transport, messagesIn, messagesOut } = this.#connection()
    if (this.grouping === 'messages')
      return this.messages.slice(from, to).map((message) => blockOfMessage(message, transport))
    const isFramed = { in: messagesIn > 0, out: messagesOut > 0 }
    return this.chunks
      .slice(from, to)
      .map((chunk) => blockOfChunk(chunk, transport, isFramed[chunk.direction]))
  }
}
