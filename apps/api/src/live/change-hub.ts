import { SharedTail } from './shared-tail.ts'

/** What changed, by id: the newest note of each. */
export type Changes<Note> = ReadonlyMap<string, Note>

type Reader<Note> = (changes: Changes<Note>, body: SharedTail) => void

const GATHER_MS = 150

/**
 * Gathers changes of state for a moment, so that a thing which changes a hundred times is told of once. `render`
 * makes the changes into the inside of a JSON object, once for all readers.
 */
export class ChangeHub<Note> {
  readonly render: (changes: Changes<Note>) => string
  readonly #readers = new Set<Reader<Note>>()
  #changes = new Map<string, Note>()
  #timer: NodeJS.Timeout | undefined

  constructor(render: (changes: Changes<Note>) => string) {
    this.render = render
  }

  note(id: string, note: Note): void {
    if (this.#readers.size === 0) return
    this.#changes.set(id, note)
    if (!this.#timer) this.#timer = setTimeout(() => this.#flush(), GATHER_MS)
  }

  /** From now on `reader` gets what changes. Answers the way to stop that. */
  follow(reader: Reader<Note>): () => void {
    this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }

  #flush(): void {
    const changes = this.#changes
    this.#timer = undefined
    this.#changes = new Map()
    const body = new SharedTail(`${this.render(changes)}}`)
    for (const reader of this.#readers) reader(changes, body)
  }
}
