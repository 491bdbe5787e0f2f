import type { ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import { Counter, Gauge, type Registry } from 'prom-client'
import about from '../../package.json' with { type: 'json' }
import type { LoopDelay } from '../loop-delay.ts'

type Parts = {
  registry: Registry
  manager: ServiceManager
  store: Store
  loopDelay: LoopDelay
  /** How many follow the live feed. */
  readers: () => number
}

/** A store that does not answer within this time, milliseconds, leaves the numbers as they were. */
const STORE_MS = 1000

/** How the manager and its parts are, read when somebody asks. */
export class ManagerMetrics {
  readonly #parts: Parts
  readonly #engines: Gauge<'engine'>
  readonly #queue: Gauge
  readonly #lagP99: Gauge
  readonly #lagMax: Gauge
  readonly #readers: Gauge
  readonly #bytes: Gauge
  readonly #fileBytes: Gauge

  constructor(parts: Parts) {
    const registers = [parts.registry]
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
    this.#parts = parts
    const build = { name: 'switchboard_build_info', help: 'The version that runs; always 1.' }
    new Gauge({ ...build, labelNames: ['version'], registers }).set({ version: about.version }, 1)
    const engine = { name: 'switchboard_engine_up', help: 'Whether the engine runs: 1 or 0.' }
    this.#engines = new Gauge({ ...engine, labelNames: ['engine'], registers })
    this.#queue = gauge('switchboard_journal_queue_entries', 'Journal entries that are not on the disk yet.')
    this.#lagP99 = gauge(
      'switchboard_event_loop_lag_p99_seconds',
      'How long the manager let others wait, 99th percentile of the last minute.',
    )
    this.#lagMax = gauge(
      'switchboard_event_loop_lag_max_seconds',
      'The longest time the manager let others wait within the last minute.',
    )
    this.#readers = gauge('switchboard_feed_readers', 'Readers of the live feed.')
    this.#bytes = gauge('switchboard_database_bytes', 'How much of the database file is in use.')
    this.#fileBytes = gauge('switchboard_database_file_bytes', 'How long the database file is.')
    this.#countRestarts(registers)
  }

  /** Brings the numbers up to date. */
  async refresh(): Promise<void> {
    const { manager, store, loopDelay, readers } = this.#parts
    for (const { id, state } of manager.engines())
      this.#engines.set({ engine: String(id) }, state === 'running' ? 1 : 0)
    this.#queue.set(store.health().queued)
    const { p99Ms, longestMs } = loopDelay.read()
    this.#lagP99.set(p99Ms / 1000)
    this.#lagMax.set(longestMs / 1000)
    this.#readers.set(readers())
    await this.#measure()
  }

  async #measure(): Promise<void> {
    const use = this.#parts.store.retention.use().catch(() => null)
    const late = new Promise<null>((resolve) => setTimeout(resolve, STORE_MS, null).unref())
    const known = await Promise.race([use, late])
    if (known === null) return
    this.#bytes.set(known.bytes)
    this.#fileBytes.set(known.fileBytes)
  }

  #countRestarts(registers: Registry[]): void {
    const restarts = new Counter({
      name: 'switchboard_engine_restarts_total',
      help: 'How often an engine was lost and replaced.',
      labelNames: ['engine'],
      registers,
    })
    const { manager } = this.#parts
    for (const { id } of manager.engines()) restarts.inc({ engine: String(id) }, 0)
    manager.on('engineLost', (id) => restarts.inc({ engine: String(id) }))
  }
}
