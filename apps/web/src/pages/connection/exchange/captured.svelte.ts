import { listExchange } from '../../../api/connections.ts'
import { pieceOf, type Piece } from './piece.ts'

const AT_ONCE = 500

/** What was captured of a connection, from its beginning on, as far as it was asked for. */
export class Captured {
  pieces = $state.raw<readonly Piece[]>([])
  /** How many bytes were read. */
  bytes = $state(0)
  /** Whether more is there than was read. */
  hasMore = $state(true)
  /** Whether the first page has come. */
  ready = $state(false)
  error = $state.raw<unknown>(null)
  busy = $state(false)
  readonly #id: string
  #pieces: Piece[] = []
  #reading: Promise<void> | null = null
  #isCancelled = false

  constructor(id: string) {
    this.#id = id
  }

  /** Reads one page, or what has come meanwhile. */
  more(): Promise<void> {
    return this.until(() => true)
  }

  /** Reads until what is there is enough, or was all, or `cancel` is called. Waits for whoever reads already. */
  async until(isEnough: (pieces: readonly Piece[]) => boolean): Promise<void> {
    while (this.#reading) await this.#reading
    this.#isCancelled = false
    this.#reading = this.#read(isEnough)
    await this.#reading
  }

  /** Keeps what was read. */
  cancel(): void {
    this.#isCancelled = true
  }

  async #read(isEnough: (pieces: readonly Piece[]) => boolean): Promise<void> {
    this.busy = true
    this.error = null
    try {
      do {
        this.hasMore = await this.#page()
        this.ready = true
        // Each time all of it is cut anew: shown when it has doubled, that is twice the work of once.
        if (this.#pieces.length >= 2 * this.pieces.length) this.pieces = this.#pieces.slice()
      } while (this.hasMore && !this.#isCancelled && !isEnough(this.#pieces))
    } catch (problem) {
      this.error = problem
    } finally {
      this.pieces = this.#pieces.slice()
      this.busy = false
      this.#reading = null
    }
  }

  /** Again from the last: where messages ended in it may have become known meanwhile. */
  async #page(): Promise<boolean> {
    const last = this.#pieces.at(-1)
    const page = await listExchange(this.#id, last ? last.ordinal - 1 : -1, AT_ONCE)
    if (last && page.items.length > 0) this.#take(this.#pieces.pop(), -1)
    for (const chunk of page.items) {
      const piece = pieceOf(chunk)
      this.#pieces.push(piece)
      this.#take(piece, 1)
    }
    return page.next !== null
  }

  #take(piece: Piece | undefined, sign: 1 | -1): void {
    this.bytes += sign * (piece?.bytes.length ?? 0)
  }
}
