import type { AuditRow, Store } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'

export type NewAuditRow = Omit<AuditRow, 'seq'>

const RETRY_MS = 1000
/** An answer waits no longer for the disk. */
const LONGEST_WAIT_MS = 2000

/**
 * Who changed what, on the disk. What the disk does not take at once is in the log of the process, waits in memory and
 * is written when it does, in its order.
 */
export class AuditLog {
  readonly #store: Store['audit']
  readonly #log: FastifyBaseLogger
  #waiting: NewAuditRow[] = []
  #retry: NodeJS.Timeout | undefined

  constructor(store: Store['audit'], log: FastifyBaseLogger) {
    this.#store = store
    this.#log = log
  }

  /** Resolves once the entry is on the disk, or in the log and waiting. */
  async append(row: NewAuditRow): Promise<void> {
    if (this.#waiting.length > 0) return this.#keep(row, null)
    const written = this.#store.append(row).then(
      () => undefined,
      (error: unknown) => this.#keep(row, error),
    )
    const late = () => this.#log.error({ audit: row }, 'an audit entry waits for the disk')
    await soonerOrLater(written, late)
  }

  /** Writes what waits; what cannot be written even now stays in the log only. */
  async close(): Promise<void> {
    clearTimeout(this.#retry)
    await this.#write()
    clearTimeout(this.#retry)
  }

  #keep(row: NewAuditRow, error: unknown): void {
    this.#log.error({ err: error, audit: row }, 'an audit entry is not on the disk yet')
    this.#waiting.push(row)
    this.#later()
  }

  #later(): void {
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#write(), RETRY_MS).unref()
  }

  async #write(): Promise<void> {
    for (let row = this.#waiting[0]; row; row = this.#waiting[0]) {
      try {
        await this.#store.append(row)
        this.#waiting.shift()
      } catch {
        return this.#later()
      }
    }
  }
}

/** Resolves with `work`, or after the longest wait; then `late` is called and the work goes on by itself. */
async function soonerOrLater(work: Promise<void>, late: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(() => resolve(late()), LONGEST_WAIT_MS)
  })
  await Promise.race([work, patience])
  clearTimeout(timer)
}
