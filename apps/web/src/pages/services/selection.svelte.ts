import type { Service } from '@switchboard/contract'
import { SvelteSet } from 'svelte/reactivity'
import { services } from '../../live/index.ts'
import { rangeOf } from './range.ts'

/** Which services are ticked. They stay so when others are listed; what is deleted drops out. */
export class Selection {
  readonly #ids = new SvelteSet<string>()
  /** Where a range begins: the row that was ticked last. */
  #anchor: string | null = null
  readonly services: readonly Service[] = $derived(services.list.filter(({ id }) => this.#ids.has(id)))

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** Ticks or unticks a row; with `range`, and all between it and the one before, as they are listed. */
  toggle(id: string, listed: readonly Service[], range = false): void {
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

  clear(): void {
    this.#ids.clear()
    this.#anchor = null
  }
}
