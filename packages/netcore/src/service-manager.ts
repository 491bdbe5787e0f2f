import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import {
  blankEntry,
  closedEntry,
  encodeBatch,
  type CaptureBatch,
  type ConnectionRecord,
  type JournalBatch,
  type Severity,
} from '@switchboard/journal'
import { overlaps, type AddressOwner, type Endpoint } from './address.ts'
import type { BanList } from './bans/ban-list.ts'
import type { Offence } from './bans/offence.ts'
import type { CountersReport } from './counters.ts'
import { EnginePool } from './engine-pool.ts'
import type { EngineBatch } from './journal.ts'
import { OpenConnections } from './open-connections.ts'
import { addTallies, type OperatorMessage, type SayOutcome, type SayTally } from './operator.ts'
import type { Catalogue } from './protocol.ts'
import type { Answerer } from './question.ts'
import { checkSpec } from './service-check.ts'
import { Service } from './service.ts'
import type { ServiceSpec } from './service-spec.ts'

/** Takes entries for good: resolves once they are on the disk. Entries keep the order of the calls. */
export type JournalSink = (batch: JournalBatch) => Promise<void>

/** Takes captured bytes: resolves once they are on the disk, or, with false, are given up. Must not reject. */
export type CaptureSink = (batch: CaptureBatch) => Promise<boolean>

export type ServiceManagerOptions = {
  catalogue: Catalogue
  /** The module that an engine process runs; it calls `runEngine`. */
  engineModule: URL
  /** How many engine processes. */
  engines: number
  /** Those of them that were forked before (`forkEngine`), so that they load meanwhile. */
  forked?: ChildProcess[]
  /** Where entries go. Must resolve when they are on the disk, and must not reject. */
  journal: JournalSink
  /** Where captured bytes go. */
  capture: CaptureSink
  /** Answers what protocols ask. */
  answer: Answerer
}

type Events = {
  /** State, endpoints or numbers of a service have changed. */
  service: [Service]
  /** Connections that were opened, moved or closed, all on the disk; at most four times a second. */
  connections: [ConnectionRecord[]]
  /** An engine is gone, and whatever its protocols had begun. */
  engineLost: [engineId: number]
  /** What counts against addresses; at most four times a second from each engine. */
  offences: [Offence[]]
}

const CONNECTIONS_EVERY_MS = 250

/** The set of services, on the engines that carry them. Control plane: no service traffic comes through here. */
export class ServiceManager extends EventEmitter<Events> {
  readonly connections = new OpenConnections(() => this.listenerCount('connections') > 0)
  readonly #catalogue: Catalogue
  readonly #journal: JournalSink
  readonly #pool: EnginePool
  readonly #services = new Map<string, Service>()
  readonly #announced = new WeakMap<Service, Endpoint[]>()
  #ticker: NodeJS.Timeout | undefined

  constructor({ catalogue, engineModule, engines, forked, ...sinks }: ServiceManagerOptions) {
    super()
    const { journal, capture, answer } = sinks
    this.#catalogue = catalogue
    this.#journal = journal
    this.#pool = new EnginePool(
      engineModule,
      engines,
      {
        journal: (entries, engineId) => this.#entriesArrived(entries, engineId),
        capture,
        counters: (report, engineId) => this.#counted(report, engineId),
        ask: answer,
        started: (engineId, pid) => this.#record('engine.started', 'info', undefined, { engineId, pid }),
        lost: (engineId, reason) => this.#engineLost(engineId, reason),
      },
      forked,
    )
  }

  /** Starts the engines. Rejects when it is closed before they are ready. */
  async open(): Promise<void> {
    this.#ticker = setInterval(() => this.#tick(), CONNECTIONS_EVERY_MS)
    await this.#pool.open()
  }

  services(): Service[] {
    return [...this.#services.values()]
  }

  get(serviceId: string): Service | undefined {
    return this.#services.get(serviceId)
  }

  /** The spec with the protocol's defaults filled in. Throws NetcoreError that lists what is wrong. */
  check(spec: ServiceSpec): ServiceSpec {
    return checkSpec(spec, this.#catalogue)
  }

  /** Takes a service in, stopped. Throws NetcoreError as `check` does. */
  add(spec: ServiceSpec): Service {
    const service = new Service(this.check(spec), {
      pool: this.#pool,
      record: (type, severity, about, detail) => this.#record(type, severity, about, detail),
      ownerOf: (address, except) => this.#ownerOf(address, except),
      changed: (changed) => this.#changed(changed),
    })
    this.#services.set(spec.id, service)
    return service
  }

  /** Cuts the service's connections and forgets it. */
  async remove(serviceId: string): Promise<void> {
    await this.#services.get(serviceId)?.stop({ drainMs: 0 })
    this.#services.delete(serviceId)
  }

  /** Cuts an open connection. False: it is not open. */
  async kill(connectionId: string): Promise<boolean> {
    const engineId = this.connections.engineOf(connectionId)
    if (engineId === undefined) return false
    const engine = await this.#pool.engine(engineId)
    return engine.call.kill(connectionId)
  }

  /** An operator speaks on an open connection. */
  async say(connectionId: string, message: OperatorMessage): Promise<SayOutcome> {
    const engineId = this.connections.engineOf(connectionId)
    if (engineId === undefined) return 'closed'
    const engine = await this.#pool.engine(engineId)
    // An engine that is lost meanwhile takes its connections with it.
    return engine.call.say(connectionId, message).catch(() => 'closed')
  }

  /** An operator speaks on every open connection of a service; answers how often that went how. */
  async sayToAll(serviceId: string, message: OperatorMessage): Promise<SayTally> {
    const running = this.#pool.list().filter(({ state }) => state === 'running')
    const tallies = running.map(async ({ id }) => {
      const engine = await this.#pool.engine(id)
      return engine.call.sayToAll(serviceId, message).catch((): SayTally => ({}))
    })
    return addTallies(await Promise.all(tallies))
  }

  /** Who is banned, for whoever else has a door. */
  get bans(): Pick<BanList, 'find' | 'isSafe'> {
    return this.#pool.bans
  }

  /**
   * From now on peers of these networks (CIDR) are refused by every service, and their open connections are cut; never
   * those in `safe`. Begins anew; `ban` and `liftBans` change it.
   */
  setBans(networks: string[], safe: string[]): void {
    this.#pool.setBans(networks, safe)
  }

  ban(networks: string[]): void {
    this.#pool.ban(networks)
  }

  liftBans(networks: string[]): void {
    this.#pool.liftBans(networks)
  }

  engines(): ReturnType<EnginePool['list']> {
    return this.#pool.list()
  }

  /** Stops every service, letting connections finish if `drain`, and ends the engines. Desired states are not touched. */
  async close({ drain }: { drain: boolean }): Promise<void> {
    const stops = this.services().map((service) => service.stop(drain ? {} : { drainMs: 0 }))
    await Promise.all(stops)
    await this.#pool.close()
    clearInterval(this.#ticker)
    this.#tick()
  }

  /** While closing: do not wait any longer, cut what is still open. */
  hasten(): void {
    for (const service of this.#services.values()) void service.stop({ drainMs: 0 })
  }

  async #entriesArrived(batch: EngineBatch, engineId: number): Promise<void> {
    this.connections.arrived(batch, engineId)
    await this.#journal(batch)
    this.connections.committed(batch)
  }

  #counted(report: CountersReport, engineId: number): void {
    this.connections.count(report)
    if (report.offences.length > 0) this.emit('offences', report.offences)
    for (const { serviceId, stats } of report.services)
      this.#services.get(serviceId)?.counted(engineId, stats)
  }

  #changed(service: Service): void {
    if (this.#announced.get(service) !== service.endpoints) {
      this.#announced.set(service, service.endpoints)
      this.#pool.announce(this.services().flatMap(({ endpoints }) => endpoints))
    }
    this.emit('service', service)
  }

  #engineLost(engineId: number, reason: string): void {
    const at = Date.now()
    this.#record('engine.lost', 'error', undefined, { engineId, reason })
    const lost = this.connections.lose(engineId, 'engine-lost', at)
    const batch = encodeBatch(lost.map(closedEntry), lost)
    if (lost.length > 0) void this.#journal(batch).then(() => this.connections.committed(batch))
    for (const service of this.#services.values()) service.engineLost(engineId, reason)
    this.emit('engineLost', engineId)
  }

  #ownerOf(address: Endpoint, except: Service): AddressOwner | undefined {
    const owner = this.services().find(
      (service) => service !== except && service.endpoints.some((endpoint) => overlaps(endpoint, address)),
    )
    return owner && { serviceId: owner.id, name: owner.spec.name }
  }

  #tick(): void {
    const changes = this.connections.changes()
    if (changes.length > 0) this.emit('connections', changes)
  }

  #record(
    type: string,
    severity: Severity,
    service: Service | undefined,
    detail: Record<string, unknown>,
  ): void {
    const serviceName = service?.spec.name ?? null
    const entry = { ...blankEntry(type, severity), serviceId: service?.id ?? null, serviceName, detail }
    void this.#journal(encodeBatch([entry]))
  }
}
