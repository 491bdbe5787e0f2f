import { differencesOf, mergeOf, type Difference, type Side } from './changes.ts'
import type { Field } from './field.ts'
import type { Values } from './values.ts'

/** A form while somebody edits: what it began with, and what it holds now. */
type Edited = { fields: () => readonly Field[]; base: () => Values; mine: () => Values }

/** What others saved meanwhile, until it is put together with what is typed. */
export class Merge {
  readonly #edited: Edited
  #theirs = $state.raw<Values | null>(null)
  readonly differences: readonly Difference[] = $derived.by(() => this.#compare())

  constructor(edited: Edited) {
    this.#edited = edited
  }

  /** Something has to be decided before the form can be sent. */
  get isOpen(): boolean {
    return this.#theirs !== null
  }

  /** Why the form cannot be sent as long as it is open; null: it can. */
  get undecided(): string | null {
    return this.isOpen ? 'First choose what shall hold' : null
  }

  /** Takes in what others saved. Answers what the form holds now, where there is nothing to decide; otherwise null. */
  meet(theirs: Values): Values | null {
    this.#theirs = theirs
    return this.differences.every(({ by }) => by === 'me') ? this.take(() => 'mine') : null
  }

  /** Ends it: their version, with what is to be taken of what is typed. */
  take(sideOf: (difference: Difference) => Side): Values {
    const theirs = this.#theirs ?? this.#edited.base()
    const merged = mergeOf(theirs, this.differences, sideOf)
    this.#theirs = null
    return merged
  }

  drop(): void {
    this.#theirs = null
  }

  #compare(): Difference[] {
    const { fields, base, mine } = this.#edited
    return this.#theirs === null ? [] : differencesOf(fields(), base(), mine(), this.#theirs)
  }
}
