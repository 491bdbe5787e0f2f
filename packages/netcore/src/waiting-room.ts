import type { Journal } from './journal.ts'

/**
 * Where peers wait that are let in but cannot be served yet, because the journal is behind: why here and not in the
 * kernel's backlog is told in docs/decisions/0002-waiting-room.md.
 */
export class WaitingRoom {
  readonly #journal: Pick<Journal, 'full' | 'ready'>
  readonly #waiting = new Set<() => void>()

  constructor(journal: Pick<Journal, 'full' | 'ready'>) {
    this.#journal = journal
  }

  /** Calls `goOn` once, when the journal keeps up again or the room is emptied. */
  wait(goOn: () => void): void {
    this.#waiting.add(goOn)
    void this.#journal.ready().then(() => this.#look(goOn))
  }

  /** Whoever waits need not wait any longer. */
  empty(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const goOn of waiting) goOn()
  }

  /** Those who went on first may have filled the journal again. */
  #look(goOn: () => void): void {
    if (!this.#waiting.delete(goOn)) return
    if (this.#journal.full) this.wait(goOn)
    else goOn()
  }
}
