import type { FileCheck } from '@switchboard/contract'
import { verifyFile } from '../../../api/files.ts'

/** The check of one file on the disk: how far it is, and what came of it. */
export class Checking {
  /** How far it is, or its outcome; null: it has not begun. */
  told = $state.raw<FileCheck | null>(null)
  busy = $state(false)
  error = $state.raw<unknown>(null)
  #abort: AbortController | null = null

  async run(id: string): Promise<void> {
    const abort = new AbortController()
    this.#abort = abort
    Object.assign(this, { told: null, busy: true, error: null })
    try {
      this.told = await verifyFile(id, (check) => (this.told = check), abort.signal)
    } catch (error) {
      this.told = null
      if (!abort.signal.aborted) this.error = error
    }
    this.busy = false
  }

  cancel(): void {
    this.#abort?.abort()
  }
}
