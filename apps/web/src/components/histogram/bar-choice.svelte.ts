/** Bars from the first to the last, both inclusive. */
export type Choice = { first: number; last: number }

/** A cursor over the bars of a histogram, and those that are being chosen with it. */
export class BarChoice {
  /** Where choosing began; null: only the bar below the cursor is chosen. */
  #anchor = $state<number | null>(null)
  #cursor = $state<number | null>(null)
  readonly #count: () => number
  readonly choice: Choice | null = $derived(this.#choice())

  constructor(count: () => number) {
    this.#count = count
  }

  begin(at: number): void {
    this.#anchor = this.#cursor = this.#within(at)
  }

  /** Moves the other end, if choosing has begun. */
  extendTo(at: number): void {
    if (this.#anchor !== null) this.#cursor = this.#within(at)
  }

  clear(): void {
    this.#anchor = this.#cursor = null
  }

  /** Obeys a key that moves; `extend`: from where the cursor is. Answers whether it is one. */
  move(key: string, extend: boolean): boolean {
    const to = this.#moved(key)
    if (to === null) return false
    this.#anchor = extend ? (this.#anchor ?? this.#cursor) : null
    this.#cursor = this.#within(to)
    return true
  }

  #moved(key: string): number | null {
    const last = this.#count() - 1
    const from = this.#cursor
    const moves: Record<string, number> = {
      ArrowLeft: from === null ? last : from - 1,
      ArrowRight: from === null ? last : from + 1,
      PageUp: (from ?? last) - 10,
      PageDown: (from ?? last) + 10,
      Home: 0,
      End: last,
    }
    return moves[key] ?? null
  }

  #choice(): Choice | null {
    const [anchor, cursor] = [this.#anchor ?? this.#cursor, this.#cursor]
    if (anchor === null || cursor === null) return null
    return { first: Math.min(anchor, cursor), last: Math.max(anchor, cursor) }
  }

  #within = (at: number) => Math.max(0, Math.min(this.#count() - 1, at))
}
