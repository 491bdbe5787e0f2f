import {
  decodeConnections,
  type CloseReason,
  type ConnectionRecord,
  type JournalBatch,
} from '@switchboard/journal'
import type { CountersReport } from './counters.ts'
import type { EngineBatch } from './journal.ts'

type Open = { record: ConnectionRecord; engineId: number; durable: boolean; ordinal: number }

/** The connections that are open now, on all engines, with counters a quarter of a second old at most. */
export class OpenConnections {
  readonly #isWatched: () => boolean
  readonly #open = new Map<string, Open>()
  #nextOrdinal = 1
  /** Changed since `changes` was last asked, and on the disk. */
  #changed = new Map<string, ConnectionRecord>()

  /** `isWatched`: whether anybody asks for `changes`; nothing is gathered for nobody. */
  constructor(isWatched: () => boolean) {
    this.#isWatched = isWatched
  }

  get(id: string): ConnectionRecord | undefined {
    return this.#open.get(id)?.record
  }

  /** Those whose opening is on the disk. */
  list(): ConnectionRecord[] {
    return [...this.#open.values()].filter(({ durable }) => durable).map(({ record }) => record)
  }

  /** At most so many that pass, in the order in which they came; `next` goes on after the last one, null at the end. */
  page(
    after: number,
    most: number,
    passes: (record: ConnectionRecord) => boolean = () => true,
  ): { records: ConnectionRecord[]; next: number | null } {
    const records: ConnectionRecord[] = []
    let last = after
    for (const { record, durable, ordinal } of this.#open.values()) {
      if (!durable || ordinal <= after || !passes(record)) continue
      if (records.length === most) return { records, next: last }
      records.push(record)
      last = ordinal
    }
    return { records, next: null }
  }

  engineOf(id: string): number | undefined {
    return this.#open.get(id)?.engineId
  }

  /** Takes note of a batch as it arrives from an engine, before it is on the disk. */
  arrived({ opened, closed }: EngineBatch, engineId: number): void {
    for (const record of opened) {
      this.#open.set(record.id, { record, engineId, durable: false, ordinal: this.#nextOrdinal++ })
    }
    for (const id of closed) this.#open.delete(id)
  }

  /** The same batch is on the disk now: what it tells may be shown. */
  committed(batch: JournalBatch & Partial<EngineBatch>): void {
    for (const { id } of batch.opened ?? []) {
      const open = this.#open.get(id)
      if (open) open.durable = true
    }
    if (!this.#isWatched()) return
    for (const connection of decodeConnections(batch)) {
      const open = this.#open.get(connection.id)
      if (open || connection.closedAt !== null) this.#changed.set(connection.id, open?.record ?? connection)
    }
  }

  count({ connections }: CountersReport): void {
    for (const { id, counters, ...standing } of connections) {
      const open = this.#open.get(id)
      if (!open) continue
      Object.assign(open.record, counters, standing)
      if (open.durable && this.#isWatched()) this.#changed.set(id, open.record)
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
