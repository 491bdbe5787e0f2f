import type { CountersReport } from './counters.ts'
import type { CloseReason, ConnectionRecord, NewEntry } from './journal-entry.ts'

type Open = { record: ConnectionRecord; engineId: number; durable: boolean }

/** The connections that are open now, on all engines, with counters a quarter of a second old at most. */
export class OpenConnections {
  readonly #open = new Map<string, Open>()
  /** Changed since `changes` was last asked, and on the disk. */
  #changed = new Map<string, ConnectionRecord>()

  get(id: string): ConnectionRecord | undefined {
    return this.#open.get(id)?.record
  }

  /** Those whose opening is on the disk. */
  list(): ConnectionRecord[] {
    return [...this.#open.values()].filter(({ durable }) => durable).map(({ record }) => record)
  }

  engineOf(id: string): number | undefined {
    return this.#open.get(id)?.engineId
  }

  /** Takes note of entries as they arrive from an engine, before they are on the disk. */
  arrived(entries: NewEntry[], engineId: number): void {
    for (const { type, connection } of entries) {
      if (!connection) continue
      if (type === 'connection.opened')
        this.#open.set(connection.id, { record: connection, engineId, durable: false })
      else this.#open.delete(connection.id)
    }
  }

  /** The same entries are on the disk now: what they tell may be shown. */
  committed(entries: NewEntry[]): void {
    for (const { type, connection } of entries) {
      if (!connection) continue
      const open = this.#open.get(connection.id)
      if (open) open.durable = true
      if (open || type === 'connection.closed') this.#changed.set(connection.id, open?.record ?? connection)
    }
  }

  count({ connections }: CountersReport): void {
    for (const { id, counters, identity, transfer } of connections) {
      const open = this.#open.get(id)
      if (!open) continue
      Object.assign(open.record, counters, { identity, transfer })
      if (open.durable) this.#changed.set(id, open.record)
    }
  }

  /** Everything that was open on a lost engine, closed. */
  lose(engineId: number, closeReason: CloseReason, closedAt: number): ConnectionRecord[] {
    const lost = [...this.#open.values()].filter((open) => open.engineId === engineId)
    for (const { record } of lost) this.#open.delete(record.id)
    return lost.map(({ record }) => ({ ...record, closeReason, closedAt }))
  }

  /** What was opened, moved or closed since the last call. */
  changes(): ConnectionRecord[] {
    const changed = [...this.#changed.values()]
    this.#changed = new Map()
    return changed
  }
}
