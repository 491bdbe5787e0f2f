/** What changed, by id: the newest note of each. */
export type Changes<Note> = ReadonlyMap<string, Note>

/**
 * What changed lately, once for all readers: each of them keeps only the position up to which it knows everything. A
 * thing that changes again moves to the end.
 */
export class ChangeLog<Note> {
  readonly #changes = new Map<string, { note: Note; at: number }>()
  #begin = 0
  #end = 0

  /** The position of whoever knows everything. */
  get end(): number {
    return this.#end
  }

  add(id: string, note: Note): void {
    this.#changes.delete(id)
    this.#changes.set(id, { note, at: this.#end++ })
  }

  /** Whether all that changed since a position is still known. */
  reaches(position: number): boolean {
    return position >= this.#begin
  }

  /** The oldest changes since a position, and the position of whoever has them. */
  since(position: number, most: number): { changes: Changes<Note>; to: number } {
    const changes = new Map<string, Note>()
    let to = position
    for (const [id, { note, at }] of this.#changes) {
      if (at < position) continue
      if (changes.size === most) return { changes, to }
      changes.set(id, note)
      to = at + 1
    }
    return { changes, to: this.#end }
  }

  /** Lets go what everybody at this position or after it knows. */
  forget(position: number): void {
    for (const [id, { at }] of this.#changes) {
      if (at >= position) break
      this.#changes.delete(id)
    }
    this.#begin = Math.max(this.#begin, position)
  }

  /** Lets the oldest changes go until `most` are left, whether everybody knows them or not. */
  trim(most: number): void {
    for (const [id, { at }] of this.#changes) {
      if (this.#changes.size <= most) break
      this.#changes.delete(id)
      this.#begin = at + 1
    }
  }
}
