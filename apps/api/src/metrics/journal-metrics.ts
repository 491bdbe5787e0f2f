import { entriesOf, type JournalBatch, type NewEntry } from '@switchboard/journal'
import { Counter, Histogram, type Registry } from 'prom-client'
import { OTHERS, type ServiceLabels } from './traffic-totals.ts'

/** Seconds: from a quiet disk's group commit to a lock that is waited out. */
const BUCKETS = [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What the journal takes, counted as it passes: a batch that tells of neither refusals nor drops is not read. */
export class JournalMetrics {
  /** Under which name a service's numbers are told. */
  labelsOf: (serviceId: string) => ServiceLabels | undefined = () => undefined
  readonly #entries: Counter
  readonly #commits: Histogram
  readonly #refused: Counter<'service' | 'protocol' | 'rule'>
  readonly #dropped: Counter<'direction'>

  constructor(registry: Registry) {
    const registers = [registry]
    this.#entries = new Counter({
      name: 'switchboard_journal_entries_total',
      help: 'Journal entries that were written to the disk.',
      registers,
    })
    this.#commits = new Histogram({
      name: 'switchboard_journal_commit_seconds',
      help: 'From the arrival of a batch of entries at the manager until it is on the disk.',
      buckets: BUCKETS,
      registers,
    })
    this.#refused = new Counter({
      name: 'switchboard_connections_refused_total',
      help: 'Peers that were not let in, by the rule that decided.',
      labelNames: ['service', 'protocol', 'rule'],
      registers,
    })
    this.#dropped = new Counter({
      name: 'switchboard_capture_dropped_bytes_total',
      help: 'Bytes that should have been captured and were not, because the disk did not keep up.',
      labelNames: ['direction'],
      registers,
    })
    for (const direction of ['in', 'out']) this.#dropped.inc({ direction }, 0)
  }

  /** The batch is on the disk, after so many seconds. */
  committed(batch: JournalBatch, seconds: number): void {
    this.#entries.inc(batch.count)
    this.#commits.observe(seconds)
    for (const entry of entriesOf(batch, ['connection.refused', 'connection.bytes-dropped'])) {
      if (entry.type === 'connection.refused') this.#countRefusal(entry)
      if (entry.type === 'connection.bytes-dropped') this.#countDrop(entry)
    }
  }

  #countRefusal({ serviceId, detail }: NewEntry): void {
    const { service, protocol } = this.labelsOf(serviceId ?? '') ?? OTHERS
    this.#refused.inc({ service, protocol, rule: String(detail?.['rule']) }, Number(detail?.['count'] ?? 1))
  }

  #countDrop({ direction, bytes }: NewEntry): void {
    if (direction !== null) this.#dropped.inc({ direction }, bytes ?? 0)
  }
}
