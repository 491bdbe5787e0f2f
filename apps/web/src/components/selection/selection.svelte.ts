import { SvelteSet } from 'svelte/reactivity'
import { rangeOf } from './range.ts'

/** Which rows are ticked. They stay so when others are listed; what is gone for good drops out. */
export class Selection<Item extends { id: string }> {
  readonly #ids = new SvelteSet<string>()
  /** Where a range begins: the row that was ticked last. */
  #anchor: string | null = null
  readonly #all: () => readonly Item[]
  readonly chosen: readonly Item[] = $derived.by(() => this.#all().filter(({ id }) => this.#ids.has(id)))

  /** `all`: what there is, listed now or not. */
  constructor(all: () => readonly Item[]) {
    this.#all = all
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** Ticks or unticks a row; with `range`, and all between it and the one before, as they are listed. */
  toggle(id: string, listed: readonly Item[], range = false): void {
    const on = !this.#ids.has(id)
    const between = range ? rangeOf(listed, this.#anchor, id) : [id]
    this.#anchor = id
    this.set(between, on)
  }

  set(ids: readonly string[], on: boolean): void {
    for (const id of ids) {
      if (on) this.#ids.add(id)
      else this.#ids.delete(id)
    }
  }

  /** These, and no others. */
  only(items: readonly Item[]): void {
    this.clear()
    this.set(
      items.map(({ id }) => id),
      true,
    )
  }

  clear(): void {
    this.#ids.clear()
    this.#anchor = null
  }
}
