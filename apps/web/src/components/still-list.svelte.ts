import { byId } from '../live/by-id.ts'

type Held<Item> = { shown: readonly Item[]; all: ReadonlyMap<string, Item> }

/** A list that changes by itself, and is held still while somebody points at its rows: none comes, goes or moves. */
export class StillList<Item extends { id: string }> {
  readonly #list: () => readonly Item[]
  readonly #all: () => readonly Item[]
  /** As it was when the pointer came; null: nobody points. */
  #held = $state.raw<Held<Item> | null>(null)
  readonly #now: ReadonlyMap<string, Item> = $derived.by(() => byId(this.#all()))
  /** Where the rows were, as they are now. */
  readonly shown: readonly Item[] = $derived.by(
    () => this.#held?.shown.map((item) => this.#now.get(item.id) ?? item) ?? this.#list(),
  )
  /** How many have come meanwhile. */
  readonly waiting: number = $derived.by(() => {
    const { all } = this.#held ?? { all: null }
    return all === null ? 0 : this.#all().filter(({ id }) => !all.has(id)).length
  })

  /** `list`: what is shown of `all`. */
  constructor(list: () => readonly Item[], all: () => readonly Item[]) {
    this.#list = list
    this.#all = all
  }

  /** Whether it is shown only because the list is held. */
  isGone(id: string): boolean {
    return this.#held !== null && !this.#now.has(id)
  }

  /** Attaches to the element that has the rows. */
  hold = (rows: HTMLElement) => {
    const hold = () => (this.#held = { shown: this.#list(), all: byId(this.#all()) })
    const release = () => (this.#held = null)
    rows.addEventListener('pointerenter', hold)
    rows.addEventListener('pointerleave', release)
    return () => {
      rows.removeEventListener('pointerenter', hold)
      rows.removeEventListener('pointerleave', release)
    }
  }
}
