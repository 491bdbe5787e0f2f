import type { CaptureBatch } from '@switchboard/journal'
import type { Endpoint, ListenAddress } from './address.ts'
import { BanList } from './bans/ban-list.ts'
import { Offences } from './bans/offences.ts'
import type { BindOutcome, Sharing } from './binding.ts'
import type { CountersReport, ServiceStats } from './counters.ts'
import { CaptureQueue } from './capture/capture-queue.ts'
import { Descriptors } from './descriptors.ts'
import { asResult, channelToManager, type EngineCalls } from './engine-channel.ts'
import { NetcoreError } from './errors.ts'
import { HostedService, type EngineParts } from './hosted-service.ts'
import { Journal, type EngineBatch } from './journal.ts'
import type { OperatorMessage, SayOutcome, SayTally } from './operator.ts'
import { OwnEndpoints } from './own-endpoints.ts'
import type { Catalogue } from './protocol.ts'
import { unwrapAnswer } from './question.ts'
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
  // It may have gone while this process was still loading.
  if (!process.connected) process.exit(0)

  const engine = new Engine(catalogue, {
    journal: (batch) => manager.journal(batch),
    capture: (batch) => manager.capture(batch),
    counters: (report) => void manager.counters.asEvent(report),
    ask: async (...question) => unwrapAnswer(await manager.ask(...question)),
  })
  const manager = channelToManager(engine)
  setInterval(() => engine.tick(), TICK_MS)
  void manager.ready.asEvent()
}

type Reports = {
  journal: (batch: EngineBatch) => Promise<void>
  capture: (batch: CaptureBatch) => Promise<boolean>
  counters: (report: CountersReport) => void
  ask: EngineParts['ask']
}

class Engine implements EngineCalls {
  readonly #catalogue: Catalogue
  readonly #parts: EngineParts
  readonly #counters: Reports['counters']
  readonly #services = new Map<string, HostedService>()

  constructor(catalogue: Catalogue, { journal, capture, counters, ask }: Reports) {
    this.#catalogue = catalogue
    this.#parts = {
      journal: new Journal(journal),
      capture: new CaptureQueue(capture),
      own: new OwnEndpoints(),
      descriptors: new Descriptors(),
      bans: new BanList(),
      offences: new Offences(),
      ask,
    }
    this.#counters = counters
  }

  start = (spec: ServiceSpec, addresses: ListenAddress[], sharing: Sharing) =>
    asResult(this.#start(spec, addresses, sharing))

  bind = (serviceId: string, addresses: ListenAddress[], sharing: Sharing) =>
    asResult(this.#bind(serviceId, addresses, sharing))

  update = (spec: ServiceSpec): void => this.#services.get(spec.id)?.update(spec)

  stop = async (serviceId: string, drainMs: number): Promise<ServiceStats | null> => {
    const service = this.#services.get(serviceId)
    if (!service) return null
    await service.stop(drainMs)
    this.#services.delete(serviceId)
    await this.#parts.capture.settled()
    await this.#parts.journal.settled()
    return service.stats()
  }

  test = (serviceId: string, address: string) => this.#services.get(serviceId)?.test(address) ?? null

  kill = (connectionId: string): boolean => {
    return [...this.#services.values()].some((service) => service.kill(connectionId))
  }

  say = (connectionId: string, message: OperatorMessage): SayOutcome => {
    for (const service of this.#services.values()) {
      const outcome = service.say(connectionId, message)
      if (outcome) return outcome
    }
    return 'closed'
  }

  sayToAll = (serviceId: string, message: OperatorMessage): SayTally =>
    this.#services.get(serviceId)?.sayToAll(message) ?? {}

  setOwnEndpoints = (endpoints: Endpoint[]): void => this.#parts.own.replace(endpoints)

  setBans = (networks: string[], safe: string[]): void => {
    this.#parts.bans.replace(networks, safe)
    this.#killBanned()
  }

  ban = (networks: string[]): void => {
    for (const network of networks) this.#parts.bans.add(network)
    this.#killBanned()
  }

  liftBans = (networks: string[]): void => {
    for (const network of networks) this.#parts.bans.delete(network)
  }

  ping = (): number => process.memoryUsage.rss()

  /** Looks after deadlines and tells the manager what changed. */
  tick(): void {
    const report: CountersReport = { services: [], connections: [], offences: this.#parts.offences.take() }
    const now = performance.now()
    for (const service of this.#services.values()) service.tick(now, report)
    const { services, connections, offences } = report
    if (services.length + connections.length + offences.length > 0) this.#counters(report)
  }

  #killBanned(): void {
    for (const service of this.#services.values()) service.killBanned()
  }

  async #start(spec: ServiceSpec, addresses: ListenAddress[], sharing: Sharing): Promise<BindOutcome> {
    const protocol = this.#catalogue.get(spec.protocol)
    if (!protocol)
      throw new NetcoreError('unknown-protocol', `This engine has no protocol "${spec.protocol}".`)
    const service = new HostedService(spec, protocol, this.#parts)
    const outcome = await service.bind(addresses, sharing)
    if (outcome.endpoints.length > 0) this.#services.set(spec.id, service)
    return outcome
  }

  async #bind(serviceId: string, addresses: ListenAddress[], sharing: Sharing): Promise<BindOutcome> {
    const service = this.#services.get(serviceId)
    return service ? service.bind(addresses, sharing) : { endpoints: [], failures: [] }
  }
}
