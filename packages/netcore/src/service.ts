import type { AddressOwner, Endpoint, ListenAddress } from './address.ts'
import { AccessRules } from './access.ts'
import type { Decision } from './admission.ts'
import type { AddressFailure, BindOutcome } from './binding.ts'
import { noStats, sumStats, type ServiceStats } from './counters.ts'
import type { EnginePool } from './engine-pool.ts'
import { NetcoreError } from './errors.ts'
import type { Severity } from '@switchboard/journal'
import { Placement } from './placement.ts'
import type { Failure } from './restart-policy.ts'
import { restartNeeded, type Bound } from './restart-needed.ts'
import { RestartTimer } from './restart-timer.ts'
import { ServiceAddresses } from './service-addresses.ts'
import type { ServiceSpec } from './service-spec.ts'
import { isLegalMove, isListening, type ServiceState } from './service-state.ts'
import { because, type StateReason } from './state-reason.ts'

/** What a service needs of the set it belongs to. */
type ServiceSurroundings = {
  pool: EnginePool
  record: (type: string, severity: Severity, service: Service, detail: Record<string, unknown>) => void
  /** The other service of ours that holds the address. */
  ownerOf: (address: Endpoint, except: Service) => AddressOwner | undefined
  /** State, endpoints or numbers have changed. */
  changed: (service: Service) => void
}

/**
 * One service and its lifecycle. Orders are carried out one after the other, in the order they came:
 *
 *     start() ─▶ starting ─▶ running ⇄ degraded ─▶ draining ─▶ stopped
 *                   │            └─▶ backoff (lost) ─▶ starting
 *                   └─▶ failed, or backoff where the restart policy says so
 */
export class Service {
  readonly #around: ServiceSurroundings
  readonly #restart = new RestartTimer()
  #spec: ServiceSpec
  #applied: ServiceSpec
  #state: ServiceState = 'stopped'
  #stateReason: StateReason | null = null
  #startedAt: number | null = null
  readonly #addresses: ServiceAddresses
  #placement: Placement | undefined
  #stats: ServiceStats = noStats()
  /** Of all runs but the last. */
  #past: ServiceStats = noStats()
  #orders: Promise<unknown> = Promise.resolve()

  constructor(spec: ServiceSpec, surroundings: ServiceSurroundings) {
    this.#spec = spec
    this.#applied = spec
    this.#around = surroundings
    this.#addresses = new ServiceAddresses((address) => surroundings.ownerOf(address, this))
  }

  get id(): string {
    return this.#spec.id
  }

  get spec(): ServiceSpec {
    return this.#spec
  }

  get state(): ServiceState {
    return this.#state
  }

  get stateReason(): StateReason | null {
    return this.#stateReason
  }

  /** When it tries again by itself, in milliseconds since the epoch; null: it will not. */
  get restartAt(): number | null {
    return this.#restart.at
  }

  /** Milliseconds since the epoch; null unless it listens. */
  get startedAt(): number | null {
    return this.#startedAt
  }

  /** Where it listens; empty unless it does. */
  get endpoints(): Endpoint[] {
    return this.#addresses.endpoints
  }

  /** The addresses it could not listen on, each with its own reason: why it is `degraded` or `failed`. */
  get failures(): AddressFailure[] {
    return this.#addresses.failures
  }

  get stats(): ServiceStats {
    return this.#placement?.stats ?? this.#stats
  }

  /** Totals since it was taken in: `stats` begins anew with each start, this never falls. */
  get totals(): ServiceStats {
    return sumStats([this.#past, this.stats])
  }

  /** The settings that were changed and wait for a restart. */
  get restartNeeded(): string[] {
    return isListening(this.#state) ? restartNeeded(this.#spec, this.#applied) : []
  }

  /** What a restart applies anew, as it was when the service was started. */
  get startedWith(): Bound {
    const { listen, socket, engines } = this.#applied
    return { listen, socket, engines }
  }

  /**
   * Resolves once the service listens, on some of its addresses at least; of a degraded one the others are tried
   * again. Throws NetcoreError when it cannot listen on any; the state is `failed` or `backoff` then.
   */
  start(): Promise<void> {
    return this.#inTurn(() => {
      this.#restart.reset()
      return this.#state === 'degraded' ? this.#tryAgain() : this.#start('service.started')
    })
  }

  /**
   * Refuses new connections at once and resolves when the last open one is gone: after `drainMs` milliseconds
   * (the service's own drain time by default) it is cut.
   */
  stop({ drainMs = this.#spec.drainTimeoutMs }: { drainMs?: number } = {}): Promise<void> {
    if (this.#state === 'draining') void this.#placement?.stop(drainMs)
    return this.#inTurn(() => this.#stop(drainMs))
  }

  restart({ drainMs = this.#spec.drainTimeoutMs }: { drainMs?: number } = {}): Promise<void> {
    return this.#inTurn(async () => {
      this.#restart.reset()
      await this.#stop(drainMs)
      await this.#start('service.restarted')
    })
  }

  /** Takes new settings. What a running service cannot apply is listed in `restartNeeded`. */
  update(spec: ServiceSpec): void {
    this.#spec = spec
    const { listen, socket, engines } = this.#applied
    this.#applied = { ...spec, listen, socket, engines }
    this.#placement?.update(this.#applied)
    this.#around.changed(this)
  }

  /** What would happen to a peer from `address` now, by access rules and, while it runs, by limits. */
  async test(address: string): Promise<Decision> {
    const now = await this.#placement?.test(address).catch(() => null)
    if (now) return now
    const ban = this.#around.pool.bans.find(address)
    if (ban !== null) return { allowed: false, rule: { kind: 'ban', range: ban } }
    return new AccessRules(this.#spec.access).decide(address, new Date())
  }

  // What the set around it tells.

  counted(engineId: number, stats: ServiceStats): void {
    this.#placement?.counted(engineId, stats)
    this.#around.changed(this)
  }

  /** An engine is gone. If it was the last one that carried this service, it starts again on the same addresses. */
  engineLost(engineId: number, reason: string): void {
    if (!this.#placement?.lost(engineId) || !isListening(this.#state)) return
    const message = `Its engine is gone: ${reason}.`
    if (this.#placement.isEmpty) return this.#fall('engine-lost', because('engine-lost', message), engineId)
    this.#move('degraded', because('engine-lost', `${message} The others carry it.`))
    void this.#inTurn(() => this.#rejoin(engineId)).catch(() => undefined)
  }

  /** One order after the other; an order that fails does not stop the next. */
  #inTurn(order: () => Promise<void>): Promise<void> {
    const turn = this.#orders.then(order)
    this.#orders = turn.catch(() => undefined)
    return turn
  }

  async #start(entry: string, listen = this.#spec.listen, home?: number): Promise<void> {
    if (isListening(this.#state)) return
    this.#restart.started()
    this.#move('starting')
    this.#applied = this.#spec
    this.#addresses.clear()
    this.#past = this.totals
    const placement = new Placement(this.#around.pool, this.id)
    this.#placement = placement
    await this.#bound(this.#begin(placement, listen, home))
    this.#startedAt = Date.now()
    this.#settle()
    const severity = this.failures.length > 0 ? 'warning' : 'info'
    this.#around.record(entry, severity, this, this.#addresses.detail())
  }

  async #begin(placement: Placement, listen: ListenAddress[], home?: number): Promise<BindOutcome> {
    const { obstacle } = this.#spec
    if (obstacle !== undefined) throw new NetcoreError('secrets-unavailable', obstacle)
    return placement.start(this.#spec, listen, home)
  }

  /** Throws, and fails the service, when there is not one endpoint. */
  async #bound(binding: Promise<BindOutcome>): Promise<void> {
    try {
      this.#addresses.bound(await binding)
      const problem = this.#addresses.problem()
      if (problem) throw problem
    } catch (error) {
      const problem = error instanceof NetcoreError ? error : new NetcoreError('engine-lost', String(error))
      this.#fall('start-failed', because(problem.code, problem.message))
      throw problem
    }
  }

  /** `running`, or `degraded` as long as some addresses are missing: those are tried again from time to time. */
  #settle(): void {
    const [first] = this.failures
    if (!first) return this.#move('running')
    const missing = `${this.failures.length} of ${this.#applied.listen.length} addresses are missing`
    this.#later('start-failed', () => this.#tryAgain())
    this.#move('degraded', because(first.code, `${missing}. ${first.message}`))
  }

  async #tryAgain(): Promise<void> {
    if (this.#state !== 'degraded' || !this.#placement || this.failures.length === 0) return
    this.#addresses.bound(await this.#placement.bind(this.#applied, this.#addresses.missing))
    this.#settle()
    if (this.failures.length > 0) return
    this.#around.record('service.recovered', 'info', this, this.#addresses.detail())
  }

  async #rejoin(engineId: number): Promise<void> {
    if (this.#state !== 'degraded' || !this.#placement) return
    await this.#placement.join(engineId, this.#applied, this.endpoints)
    this.#settle()
    this.#around.record('service.recovered', 'info', this, { engineId })
  }

  /**
   * The service is down by itself: it starts again later if its restart policy says so. After the loss of an engine
   * on its replacement (`home`): if it was this service that brought it down, it shall not do so to further ones.
   */
  #fall(failure: Failure, reason: StateReason, home?: number): void {
    const addresses = this.#addresses.wanted
    const bound = this.#applied
    this.#leave()
    const delayMs = this.#later(failure, () => {
      // On the ports it had, unless somebody wants others meanwhile.
      const isMoved = restartNeeded(this.#spec, bound).includes('listen')
      const listen = failure === 'start-failed' || isMoved ? this.#spec.listen : addresses
      return this.#start('service.restarted', listen, home)
    })
    this.#move(delayMs === null ? 'failed' : 'backoff', reason)
    const { code, message } = reason
    const detail = { code, message, ...(delayMs !== null && { restartInMs: delayMs }) }
    this.#around.record('service.failed', 'error', this, detail)
  }

  /** Answers in how many milliseconds `order` will be carried out; null: the restart policy says never. */
  #later(failure: Failure, order: () => Promise<void>): number | null {
    // What keeps a service from starting does not go away by trying.
    if (this.#spec.obstacle !== undefined) return null
    // A failure is told by state and journal; here nobody waits for it.
    const inTurn = () => this.#inTurn(order).catch(() => undefined)
    return this.#restart.after(failure, this.#spec.restart, inTurn)
  }

  async #stop(drainMs: number): Promise<void> {
    this.#restart.cancel()
    if (this.#state === 'stopped') return
    const wasListening = isListening(this.#state)
    if (wasListening) {
      this.#move('draining')
      await this.#placement?.stop(drainMs)
    }
    this.#leave()
    this.#addresses.clear()
    this.#move('stopped')
    if (wasListening) this.#around.record('service.stopped', 'info', this, { ...this.#stats })
  }

  #leave(): void {
    this.#stats = { ...this.stats, openConnections: 0 }
    this.#placement?.leave()
    this.#placement = undefined
    this.#addresses.released()
    this.#startedAt = null
  }

  #move(to: ServiceState, reason: StateReason | null = null): void {
    if (to !== this.#state && !isLegalMove(this.#state, to)) {
      throw new Error(`A service cannot move from ${this.#state} to ${to}.`)
    }
    this.#state = to
    this.#stateReason = reason
    this.#around.changed(this)
  }
}
