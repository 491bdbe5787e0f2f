import type { ListenAddress } from './address.ts'
import type { Decision } from './admission.ts'
import type { BindOutcome, Sharing } from './binding.ts'
import { noStats, sumStats, type ServiceStats } from './counters.ts'
import { unwrap } from './engine-channel.ts'
import type { EnginePool } from './engine-pool.ts'
import type { EngineProcess } from './engine-process.ts'
import type { ServiceSpec } from './service-spec.ts'

/** A start that loses its engine is tried again so often. */
const ATTEMPTS = 3

type Call = EngineProcess['call']

/** Where a running service is carried: on one engine, or shared by all of them. */
export class Placement {
  readonly #pool: EnginePool
  readonly #serviceId: string
  /** By engine. */
  readonly #stats = new Map<number, ServiceStats>()
  /** What engines had counted that were lost. */
  #lost = noStats()
  readonly #engines = new Set<number>()

  constructor(pool: EnginePool, serviceId: string) {
    this.#pool = pool
    this.#serviceId = serviceId
  }

  get stats(): ServiceStats {
    return sumStats([this.#lost, ...this.#stats.values()])
  }

  /** No engine carries it any more. */
  get isEmpty(): boolean {
    return this.#engines.size === 0
  }

  /**
   * Binds on one engine (`home`, or the least loaded), and when it is to be shared, what was bound on all the others.
   */
  async start(spec: ServiceSpec, listen: ListenAddress[], home?: number): Promise<BindOutcome> {
    const isShared = spec.engines === 'all'
    const outcome = await this.#startOnOne(spec, listen, isShared ? 'first' : 'alone', home)
    if (isShared && outcome.endpoints.length > 0) await this.#startOnOthers(spec, outcome.endpoints)
    return outcome
  }

  /** Carries the service on a further engine, next to those that do. */
  async join(engineId: number, spec: ServiceSpec, endpoints: ListenAddress[]): Promise<void> {
    this.#take(engineId)
    await this.#on(engineId, (call) => call.start(spec, endpoints, 'join'))
  }

  /** Tries addresses again that could not be bound; what one engine gets then, the others share. */
  async bind({ engines }: ServiceSpec, addresses: ListenAddress[]): Promise<BindOutcome> {
    const [first, ...others] = this.#engines
    if (first === undefined) return { endpoints: [], failures: [] }
    const outcome = await this.#bindOn(first, addresses, engines === 'all' ? 'first' : 'alone')
    if (outcome.endpoints.length > 0)
      await Promise.all(others.map((engineId) => this.#bindOn(engineId, outcome.endpoints, 'join')))
    return outcome
  }

  update(spec: ServiceSpec): void {
    for (const engineId of this.#engines) {
      // An engine that is lost meanwhile takes the new settings when it carries the service again.
      void this.#on(engineId, (call) => call.update(spec)).catch(() => undefined)
    }
  }

  /** What would happen to a peer from `address` now; null where nobody can tell. */
  async test(address: string): Promise<Decision | null> {
    const [engineId] = this.#engines
    return engineId === undefined ? null : this.#on(engineId, (call) => call.test(this.#serviceId, address))
  }

  async stop(drainMs: number): Promise<void> {
    await Promise.all(Array.from(this.#engines, (engineId) => this.#stopOn(engineId, drainMs)))
  }

  /** Gives the place on the engines back. */
  leave(): void {
    for (const engineId of this.#engines) this.#pool.release(engineId, this.#serviceId)
    this.#engines.clear()
  }

  counted(engineId: number, stats: ServiceStats): void {
    if (this.#engines.has(engineId)) this.#stats.set(engineId, stats)
  }

  /** The engine is gone, and its open connections with it. False: it did not carry this service. */
  lost(engineId: number): boolean {
    if (!this.#engines.delete(engineId)) return false
    this.#pool.release(engineId, this.#serviceId)
    this.#close(engineId)
    return true
  }

  async #startOnOne(
    spec: ServiceSpec,
    listen: ListenAddress[],
    sharing: Sharing,
    home?: number,
  ): Promise<BindOutcome> {
    for (let attempt = 1; ; attempt++) {
      const engineId = home ?? this.#pool.leastLoaded()
      this.#take(engineId)
      try {
        const result = await this.#on(engineId, (call) => call.start(spec, listen, sharing))
        return unwrap(result)
      } catch (error) {
        const isLost = !this.#engines.has(engineId)
        if (!isLost || attempt === ATTEMPTS) throw error
      }
    }
  }

  async #bindOn(engineId: number, addresses: ListenAddress[], sharing: Sharing): Promise<BindOutcome> {
    return unwrap(await this.#on(engineId, (call) => call.bind(this.#serviceId, addresses, sharing)))
  }

  async #startOnOthers(spec: ServiceSpec, endpoints: ListenAddress[]): Promise<void> {
    const others = this.#pool.list().filter(({ id }) => !this.#engines.has(id))
    await Promise.all(others.map(({ id }) => this.join(id, spec, endpoints)))
  }

  async #stopOn(engineId: number, drainMs: number): Promise<void> {
    // A lost engine has no connections left to drain.
    const stats = await this.#on(engineId, (call) => call.stop(this.#serviceId, drainMs)).catch(() => null)
    if (stats) this.#stats.set(engineId, stats)
    else this.#close(engineId)
  }

  #take(engineId: number): void {
    this.#pool.take(engineId, this.#serviceId)
    this.#engines.add(engineId)
  }

  /** The engine is gone; one that takes its place counts from zero. */
  #close(engineId: number): void {
    const stats = this.#stats.get(engineId) ?? noStats()
    this.#stats.delete(engineId)
    this.#lost = sumStats([this.#lost, { ...stats, openConnections: 0 }])
  }

  async #on<Answer>(engineId: number, ask: (call: Call) => Promise<Answer>): Promise<Answer> {
    const engine = await this.#pool.engine(engineId)
    return ask(engine.call)
  }
}
