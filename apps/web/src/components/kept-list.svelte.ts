import type { Page } from '@switchboard/contract'
import { addNewest } from '../live/newest-first.ts'
import { Attempt } from './attempt.svelte.ts'

/** A list in all its states, as it is shown: what is on it, and how more comes. */
export type Listed<Item extends { id: string }> = Pick<
  KeptList<Item>,
  'items' | 'ready' | 'next' | 'busy' | 'error' | 'more' | 'retry'
>

/** A list of the API, newest first, that is read page by page and kept up with what happens to it. */
export class KeptList<Item extends { id: string }> {
  items = $state.raw<Item[]>([])
  /** Where the next page begins; null: there is none. */
  next = $state<string | null>(null)
  /** Whether the first page has come: before it, an empty list means nothing. */
  ready = $state(false)
  readonly #reading = new Attempt()
  #read: (before: string | null) => Promise<Page<Item>>
  /** What was tried last. */
  #step = () => this.#first()
  #isStale = false

  /** `read` answers the page that begins at `before`, the newest for null. */
  constructor(read: (before: string | null) => Promise<Page<Item>>) {
    this.#read = read
  }

  get busy(): boolean {
    return this.#reading.busy
  }

  get error(): unknown {
    return this.#reading.error
  }

  /** Reads the first page anew. */
  load(): Promise<void> {
    return this.#try(() => this.#first())
  }

  /** Reads the next page. */
  more(): Promise<void> {
    return this.#try(() => this.#older())
  }

  /** Adds what is new at the beginning, if need be once more after what is read just now. */
  async refresh(): Promise<void> {
    this.#isStale = this.busy
    if (!this.busy) await this.#try(() => this.#newest())
  }

  /** What failed, again. */
  retry(): Promise<void> {
    return this.#try(this.#step)
  }

  add(...newer: Item[]): void {
    this.items = addNewest(this.items, newer, true)
  }

  replace(item: Item): void {
    this.items = this.items.map((one) => (one.id === item.id ? item : one))
  }

  remove(id: string): void {
    this.items = this.items.filter((one) => one.id !== id)
  }

  async #first(): Promise<void> {
    const { items, next } = await this.#read(null)
    this.items = items
    this.next = next
  }

  async #older(): Promise<void> {
    const { items, next } = await this.#read(this.next)
    this.items = [...this.items, ...items]
    this.next = next
  }

  async #newest(): Promise<void> {
    const { items, next } = await this.#read(null)
    const known = this.items
    this.items = addNewest(known, items, false)
    // What was known lies behind a hole, and is gone.
    if (known.length === 0 || this.items.length === items.length) this.next = next
  }

  async #try(step: () => Promise<void>): Promise<void> {
    this.#step = step
    if (!(await this.#reading.run(step))) return
    this.ready = true
    if (this.#isStale) await this.refresh()
  }
}
