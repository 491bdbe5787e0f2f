import type { Endpoint, ListenAddress } from './address.ts'
import type { Decision } from './admission.ts'
import { mayAmplify } from './amplification.ts'
import type { BanList } from './bans/ban-list.ts'
import type { Offences } from './bans/offences.ts'
import { bindAll, type BindOutcome, type Sharing } from './binding.ts'
import type { CaptureQueue } from './capture/capture-queue.ts'
import type { CountersReport, ServiceStats } from './counters.ts'
import type { Descriptors } from './descriptors.ts'
import { blankEntry } from '@switchboard/journal'
import type { Journal } from './journal.ts'
import { openListener, type Listener } from './listener.ts'
import type { OperatorMessage, SayOutcome, SayTally } from './operator.ts'
import type { OwnEndpoints } from './own-endpoints.ts'
import type { Protocol } from './protocol.ts'
import { Reception } from './reception.ts'
import type { ServiceSpec } from './service-spec.ts'

/** What the services of an engine share. */
export type EngineParts = {
  journal: Journal
  capture: CaptureQueue
  own: OwnEndpoints
  descriptors: Descriptors
  bans: BanList
  offences: Offences
  /** Asks the manager; throws HostRefusal when it refuses. */
  ask: (serviceId: string, topic: string, body: unknown) => Promise<unknown>
}

/** One service as an engine carries it: its listeners, and the reception behind them. */
export class HostedService {
  readonly #parts: EngineParts
  readonly #protocol: Protocol
  readonly #reception: Reception
  #spec: ServiceSpec
  #listeners: Listener[] = []
  #reported = ''
  #stopping: { done: Promise<void>; resolve: () => void } | undefined
  #cutAt = Infinity
  #deadline: NodeJS.Timeout | undefined

  constructor(spec: ServiceSpec, protocol: Protocol, parts: EngineParts) {
    this.#spec = spec
    this.#parts = parts
    this.#protocol = protocol
    const { journal, capture, descriptors, bans, offences, ask } = parts
    this.#reception = new Reception(spec, {
      protocol,
      journal,
      capture,
      descriptors,
      bans,
      offences,
      ask: (topic, body) => ask(spec.id, topic, body),
      onLeft: () => this.#finishStop(),
    })
  }

  /** Binds the addresses, each for itself. */
  async bind(addresses: ListenAddress[], sharing: Sharing): Promise<BindOutcome> {
    const { bound, failures } = await bindAll(addresses, (address) => this.#open(address, sharing))
    this.#listeners.push(...bound)
    return { endpoints: bound.map(({ endpoint }): Endpoint => endpoint), failures }
  }

  update(spec: ServiceSpec): void {
    this.#spec = spec
    this.#reception.update(spec)
  }

  test(address: string): Decision {
    return this.#reception.test(address)
  }

  /**
   * Refuses new peers at once, lets open connections finish for `drainMs` milliseconds, then cuts them. Called again
   * meanwhile, it can only bring the cut forward.
   */
  stop(drainMs: number): Promise<void> {
    this.#stopping ??= this.#beginStop(drainMs)
    this.#cutAfter(drainMs)
    this.#finishStop()
    return this.#stopping.done
  }

  /** False: there is no such connection here. */
  kill(connectionId: string): boolean {
    return this.#reception.kill(connectionId)
  }

  /** Cuts the connections of whoever is banned. */
  killBanned(): void {
    this.#reception.killBanned()
  }

  /** undefined: there is no such connection here. */
  say(connectionId: string, message: OperatorMessage): SayOutcome | undefined {
    return this.#reception.say(connectionId, message)
  }

  sayToAll(message: OperatorMessage): SayTally {
    return this.#reception.sayToAll(message)
  }

  /** Looks after deadlines and adds what changed to the report. `now` is monotonic, in milliseconds. */
  tick(now: number, report: CountersReport): void {
    this.#reception.tick(now, report)
    const stats = this.stats()
    const text = JSON.stringify(stats)
    if (text !== this.#reported) report.services.push({ serviceId: this.#spec.id, stats })
    this.#reported = text
  }

  stats(): ServiceStats {
    return this.#reception.stats()
  }

  #open(address: ListenAddress, sharing: Sharing): Promise<Listener> {
    const settings = {
      sharing,
      socket: this.#spec.socket,
      own: this.#parts.own,
      bandwidthBytesPerSecond: () => this.#spec.limits.bandwidthBytesPerSecond,
      amplification: () => mayAmplify(this.#spec.options, this.#protocol, address),
    }
    return openListener(address, settings, this.#reception)
  }

  #beginStop(drainMs: number): { done: Promise<void>; resolve: () => void } {
    const { promise: done, resolve } = Promise.withResolvers<void>()
    const openConnections = this.#reception.close()
    for (const listener of this.#listeners.splice(0)) listener.close()
    if (drainMs > 0 && openConnections > 0) this.#journalDraining({ openConnections, drainMs })
    return { done, resolve }
  }

  #journalDraining(detail: { openConnections: number; drainMs: number }): void {
    this.#parts.journal.record({
      ...blankEntry('service.draining', 'info'),
      serviceId: this.#spec.id,
      serviceName: this.#spec.name,
      detail,
    })
  }

  #cutAfter(drainMs: number): void {
    const cutAt = performance.now() + drainMs
    if (cutAt >= this.#cutAt) return
    this.#cutAt = cutAt
    clearTimeout(this.#deadline)
    if (drainMs <= 0) this.#reception.cut()
    else this.#deadline = setTimeout(() => this.#reception.cut(), drainMs)
  }

  #finishStop(): void {
    if (!this.#stopping || this.#reception.size > 0) return
    clearTimeout(this.#deadline)
    this.#stopping.resolve()
  }
}
