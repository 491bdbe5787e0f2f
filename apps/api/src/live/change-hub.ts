import { ChangeLog, type Changes } from './change-log.ts'
import { SharedTail } from './shared-tail.ts'

/** Changes that go out together. `from`, `to`: the positions of a reader before and after it. */
export type ChangePage<Note> = { changes: Changes<Note>; body: SharedTail; from: number; to: number }

export type ChangeReader<Note> = {
  /** Up to here it knows everything. */
  readonly position: number
  /** It need not take a page: what it leaves is kept for it. */
  take(page: ChangePage<Note>): void
  /** It was so slow that changes it does not know are lost. */
  lose(): void
}

const GATHER_MS = 150
/** Of one message: about 100 KB of connections. */
export const MOST_IN_PAGE = 200
/** Changes kept for readers that are behind, all together: about 5 MB of connections. */
const MOST_KEPT = 10_000

/**
 * Gathers changes of state for a moment, so that a thing which changes a hundred times is told of once. `render`
 * makes the changes into the inside of a JSON object, once for all readers.
 */
export class ChangeHub<Note> {
  readonly #render: (changes: Changes<Note>) => string
  readonly #onBusy: () => void
  readonly #onIdle: () => void
  readonly #readers = new Set<ChangeReader<Note>>()
  readonly #log = new ChangeLog<Note>()
  #gathered = new Map<string, Note>()
  #timer: NodeJS.Timeout | undefined

  /** `onIdle`: the last reader has gone; `onBusy`: the first one has come. */
  constructor(render: (changes: Changes<Note>) => string, { onIdle = () => {}, onBusy = () => {} } = {}) {
    this.#render = render
    this.#onIdle = onIdle
    this.#onBusy = onBusy
  }

  /** The position of whoever knows everything. */
  get end(): number {
    return this.#log.end
  }

  note(id: string, note: Note): void {
    if (this.#readers.size === 0) return
    this.#gathered.set(id, note)
    if (!this.#timer) this.#timer = setTimeout(() => this.#flush(), GATHER_MS)
  }

  /** From now on `reader` gets what changes. Answers the way to stop that. */
  follow(reader: ChangeReader<Note>): () => void {
    if (this.#readers.size === 0) this.#onBusy()
    this.#readers.add(reader)
    return () => {
      if (this.#readers.delete(reader) && this.#readers.size === 0) this.#onIdle()
    }
  }

  /** What a reader at this position takes next; null: it knows everything. */
  next(position: number): ChangePage<Note> | null {
    return position === this.end ? null : this.#page(position, this.#log.since(position, MOST_IN_PAGE))
  }

  /** Tells of changes now. */
  publish(changes: Changes<Note>): void {
    for (const [id, note] of changes) this.#log.add(id, note)
    for (let page = this.next(this.end - changes.size); page; page = this.next(page.to)) {
      for (const reader of this.#readers) reader.take(page)
    }
    this.#letGo()
  }

  #flush(): void {
    const gathered = this.#gathered
    this.#timer = undefined
    this.#gathered = new Map()
    this.publish(gathered)
  }

  #page(from: number, { changes, to }: { changes: Changes<Note>; to: number }): ChangePage<Note> {
    return { changes, body: new SharedTail(`${this.#render(changes)}}`), from, to }
  }

  #letGo(): void {
    this.#log.forget(Math.min(this.end, ...Array.from(this.#readers, ({ position }) => position)))
    this.#log.trim(MOST_KEPT)
    for (const reader of this.#readers) if (!this.#log.reaches(reader.position)) reader.lose()
  }
}
