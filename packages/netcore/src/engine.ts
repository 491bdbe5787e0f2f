import type { Endpoint } from './address.ts'
import type { CountersReport, ServiceStats } from './counters.ts'
import { asResult, channelToManager, type EngineCalls } from './engine-channel.ts'
import { NetcoreError } from './errors.ts'
import { HostedService } from './hosted-service.ts'
import { Journal } from './journal.ts'
import type { NewEntry } from './journal-entry.ts'
import { OwnEndpoints } from './own-endpoints.ts'
import type { Catalogue } from './protocol.ts'
import type { ServiceSpec } from './service-spec.ts'

/** Deadlines are looked after and counters reported this often (milliseconds). */
const TICK_MS = 250

/**
 * Runs this process as an engine: it carries listeners and connections, and knows nothing of HTTP or SQL. It takes
 * its orders from the manager that forked it, and ends when the manager is gone.
 */
export function runEngine(catalogue: Catalogue): void {
  // The terminal signals the whole group; the manager decides when its engines end.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
  process.on('disconnect', () => process.exit(0))

  const engine = new Engine(catalogue, {
    journal: (entries) => manager.journal(entries),
    counters: (report) => void manager.counters.asEvent(report),
  })
  const manager = channelToManager(engine)
  setInterval(() => engine.tick(), TICK_MS)
  void manager.ready.asEvent()
}

type Reports = {
  journal: (entries: NewEntry[]) => Promise<void>
  counters: (report: CountersReport) => void
}

class Engine implements EngineCalls {
  readonly #catalogue: Catalogue
  readonly #journal: Journal
  readonly #counters: Reports['counters']
  readonly #services = new Map<string, HostedService>()
  readonly #own = new OwnEndpoints()

  constructor(catalogue: Catalogue, { journal, counters }: Reports) {
    this.#catalogue = catalogue
    this.#journal = new Journal(journal)
    this.#counters = counters
  }

  start = (spec: ServiceSpec) => asResult(this.#start(spec))

  update = (spec: ServiceSpec): void => {
    this.#services.get(spec.id)?.update(spec)
  }

  stop = async (serviceId: string, drainMs: number): Promise<ServiceStats | null> => {
    const service = this.#services.get(serviceId)
    if (!service) return null
    await service.stop(drainMs)
    this.#services.delete(serviceId)
    await this.#journal.settled()
    return service.stats()
  }

  kill = (connectionId: string): boolean => {
    return [...this.#services.values()].some((service) => service.kill(connectionId))
  }

  setOwnEndpoints = (endpoints: Endpoint[]): void => this.#own.replace(endpoints)

  ping = (): void => undefined

  /** Looks after deadlines and tells the manager what changed. */
  tick(): void {
    const report: CountersReport = { services: [], connections: [] }
    const now = performance.now()
    for (const service of this.#services.values()) service.tick(now, report)
    if (report.services.length + report.connections.length > 0) this.#counters(report)
  }

  async #start(spec: ServiceSpec): Promise<Endpoint[]> {
    const protocol = this.#catalogue.get(spec.protocol)
    if (!protocol)
      throw new NetcoreError('unknown-protocol', `This engine has no protocol "${spec.protocol}".`)
    const service = new HostedService(spec, protocol, this.#journal, this.#own)
    const endpoints = await service.start()
    this.#services.set(spec.id, service)
    return endpoints
  }
}
