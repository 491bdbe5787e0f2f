import type { BulkItem, BulkRun } from './bulk-run.svelte.ts'

/** The work on many rows of a screen: one at a time, the last one with its outcome. */
export class Bulk {
  current = $state.raw<BulkRun | null>(null)
  readonly busy = $derived(this.current?.busy ?? false)

  /** Nothing happens while other work is under way. */
  start(run: BulkRun, items: readonly BulkItem[]): void {
    if (this.busy) return
    this.current = run
    void run.run(items)
  }

  dismiss(): void {
    if (!this.busy) this.current = null
  }

  /** Why the last work failed with this row; null: it did not. */
  errorOf(id: string): unknown {
    return this.current?.failures.find((failure) => failure.id === id)?.error ?? null
  }
}
