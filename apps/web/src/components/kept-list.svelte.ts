import type { Page } from '@switchboard/contract'
import { Attempt } from './attempt.svelte.ts'

/** A list of the API that is read page by page and kept up with what this tab changes in it. */
export class KeptList<Item extends { id: string }> extends Attempt {
  items = $state.raw<Item[]>([])
  /** Where the next page begins; null: there is none. */
  next = $state<string | null>(null)
  /** Whether the first page has come: before it, an empty list means nothing. */
  ready = $state(false)
  #read: (before: string | null) => Promise<Page<Item>>

  constructor(read: (before: string | null) => Promise<Page<Item>>) {
    super()
    this.#read = read
  }

  /** Reads the first page anew. */
  load(): Promise<void> {
    return this.#page(null)
  }

  more(): Promise<void> {
    return this.#page(this.next)
  }

  /** What failed, again. */
  retry(): Promise<void> {
    return this.#page(this.ready ? this.next : null)
  }

  add(item: Item): void {
    this.items = [item, ...this.items]
  }

  replace(item: Item): void {
    this.items = this.items.map((one) => (one.id === item.id ? item : one))
  }

  remove(id: string): void {
    this.items = this.items.filter((one) => one.id !== id)
  }

  async #page(before: string | null): Promise<void> {
    await this.run(async () => {
      const page = await this.#read(before)
      this.items = before === null ? page.items : [...this.items, ...page.items]
      this.next = page.next
      this.ready = true
    })
  }
}
