import { formatAddress, type Endpoint } from './address.ts'
import { noStats, type ServiceStats } from './counters.ts'
import { unwrap } from './engine-channel.ts'
import type { EnginePool } from './engine-pool.ts'
import { NetcoreError } from './errors.ts'
import type { Severity } from './journal-entry.ts'
import type { ServiceSpec } from './service-spec.ts'
import { isLegalMove, isListening, type ServiceState } from './service-state.ts'

export type StateReason = {
  code: string
  message: string
  /** Milliseconds since the epoch. */
  at: number
}

/** What a service needs of the set it belongs to. */
export type ServiceSurroundings = {
  pool: EnginePool
  record: (type: string, severity: Severity, service: Service, detail: Record<string, unknown>) => void
  /** The other service of ours that holds the address. */
  ownerOf: (address: Endpoint, except: Service) => { serviceId: string; name: string } | undefined
  /** State, endpoints or numbers have changed. */
  changed: (service: Service) => void
}

/** Settings that only a restart can apply. */
const RESTART_FIELDS = ['listen', 'socket'] as const

/** A start that loses its engine is tried again so often. */
const START_ATTEMPTS = 3

/**
 * One service and its lifecycle. Orders are carried out one after the other, in the order they came:
 *
 *     start() ─▶ starting ─▶ running ─▶ draining ─▶ stopped
 *                   └─▶ failed      └─▶ backoff (engine lost) ─▶ starting
 */
export class Service {
  #spec: ServiceSpec
  #applied: ServiceSpec
  #state: ServiceState = 'stopped'
  #stateReason: StateReason | null = null
  #startedAt: number | null = null
  #endpoints: Endpoint[] = []
  #stats: ServiceStats = noStats()
  #engineId: number | undefined
  #orders: Promise<unknown> = Promise.resolve()
  readonly #around: ServiceSurroundings

  constructor(spec: ServiceSpec, surroundings: ServiceSurroundings) {
    this.#spec = spec
    this.#applied = spec
    this.#around = surroundings
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

  /** Milliseconds since the epoch; null unless it listens. */
  get startedAt(): number | null {
    return this.#startedAt
  }

  /** Where it listens; empty unless it does. */
  get endpoints(): Endpoint[] {
    return this.#endpoints
  }

  get stats(): ServiceStats {
    return this.#stats
  }

  /** The settings that were changed and wait for a restart. */
  get restartNeeded(): string[] {
    if (!isListening(this.#state)) return []
    return RESTART_FIELDS.filter((field) => !same(this.#spec[field], this.#applied[field]))
  }

  /** Resolves once the service listens. Throws NetcoreError when it cannot; the state is `failed` then. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#start('service.started'))
  }

  /**
   * Refuses new connections at once and resolves when the last open one is gone: after `drainMs` milliseconds
   * (the service's own drain time by default) it is cut.
   */
  stop({ drainMs = this.#spec.drainTimeoutMs }: { drainMs?: number } = {}): Promise<void> {
    if (this.#state === 'draining') void this.#bringForward(drainMs)
    return this.#inTurn(() => this.#stop(drainMs))
  }

  restart({ drainMs = this.#spec.drainTimeoutMs }: { drainMs?: number } = {}): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop(drainMs)
      await this.#start('service.restarted')
    })
  }

  /** Takes new settings. What a running service cannot apply is listed in `restartNeeded`. */
  update(spec: ServiceSpec): void {
    this.#spec = spec
    if (this.#engineId !== undefined) {
      const { listen, socket } = this.#applied
      this.#applied = { ...spec, listen, socket }
      // An engine that is lost meanwhile takes the new settings when the service starts again.
      void this.#onEngine((call) => call.update(this.#applied)).catch(() => undefined)
    }
    this.#around.changed(this)
  }

  // What the set around it tells.

  counted(stats: ServiceStats): void {
    if (!isListening(this.#state) && this.#state !== 'draining') return
    this.#stats = stats
    this.#around.changed(this)
  }

  /** Its engine is gone: it starts again on the one that takes its place, on the same addresses. */
  engineLost(engineId: number, reason: string): void {
    if (this.#engineId !== engineId || !isListening(this.#state)) return
    this.#stats = { ...this.#stats, openConnections: 0 }
    const listen = this.#endpoints
    this.#leave()
    this.#move('backoff', { code: 'engine-lost', message: `Its engine is gone: ${reason}.`, at: Date.now() })
    void this.#inTurn(async () => {
      if (this.#state === 'backoff') await this.#start('service.restarted', listen)
    }).catch(() => undefined)
  }

  /** One order after the other; an order that fails does not stop the next. */
  #inTurn(order: () => Promise<void>): Promise<void> {
    const turn = this.#orders.then(order)
    this.#orders = turn.catch(() => undefined)
    return turn
  }

  async #start(entry: string, listen = this.#spec.listen): Promise<void> {
    if (isListening(this.#state)) return
    this.#move('starting')
    this.#stats = noStats()
    this.#applied = this.#spec
    try {
      this.#endpoints = await this.#bind({ ...this.#spec, listen })
    } catch (error) {
      throw this.#failed(error)
    }
    this.#startedAt = Date.now()
    this.#move('running')
    this.#around.record(entry, 'info', this, { endpoints: this.#endpoints.map(formatAddress) })
  }

  async #bind(spec: ServiceSpec): Promise<Endpoint[]> {
    for (let attempt = 1; ; attempt++) {
      this.#engineId = this.#around.pool.place(spec.id)
      try {
        return unwrap(await this.#onEngine((call) => call.start(spec)))
      } catch (error) {
        this.#around.pool.release(spec.id)
        if (error instanceof NetcoreError || attempt === START_ATTEMPTS) throw error
      }
    }
  }

  #failed(error: unknown): NetcoreError {
    const failure = asNetcoreError(error)
    const { address } = failure.context
    const owner = address && this.#around.ownerOf(address, this)
    if (owner) failure.context.owner = owner
    const message = owner ? `${failure.message} It is held by the service "${owner.name}".` : failure.message
    this.#leave()
    this.#move('failed', { code: failure.code, message, at: Date.now() })
    this.#around.record('service.failed', 'error', this, { code: failure.code, message })
    return new NetcoreError(failure.code, message, failure.context)
  }

  async #stop(drainMs: number): Promise<void> {
    if (this.#state === 'stopped') return
    const carried = isListening(this.#state)
    if (carried) await this.#drain(drainMs)
    this.#leave()
    this.#move('stopped')
    if (carried) this.#around.record('service.stopped', 'info', this, { ...this.#stats })
  }

  async #drain(drainMs: number): Promise<void> {
    this.#move('draining')
    const { openConnections } = this.#stats
    if (openConnections > 0)
      this.#around.record('service.draining', 'info', this, { openConnections, drainMs })
    // A lost engine has no connections left to drain.
    const stats = await this.#onEngine((call) => call.stop(this.id, drainMs)).catch(() => null)
    this.#stats = stats ?? { ...this.#stats, openConnections: 0 }
  }

  async #bringForward(drainMs: number): Promise<void> {
    await this.#onEngine((call) => call.stop(this.id, drainMs)).catch(() => undefined)
  }

  async #onEngine<Answer>(ask: (call: EngineCall) => Promise<Answer>): Promise<Answer> {
    if (this.#engineId === undefined) throw new NetcoreError('engine-lost', 'The service is on no engine.')
    const engine = await this.#around.pool.engine(this.#engineId)
    return ask(engine.call)
  }

  #leave(): void {
    this.#around.pool.release(this.id)
    this.#engineId = undefined
    this.#endpoints = []
    this.#startedAt = null
  }

  #move(to: ServiceState, reason: StateReason | null = null): void {
    if (!isLegalMove(this.#state, to)) throw new Error(`A service cannot move from ${this.#state} to ${to}.`)
    this.#state = to
    this.#stateReason = reason
    this.#around.changed(this)
  }
}

type EngineCall = Awaited<ReturnType<EnginePool['engine']>>['call']

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function asNetcoreError(error: unknown): NetcoreError {
  if (error instanceof NetcoreError) return error
  return new NetcoreError('engine-lost', error instanceof Error ? error.message : String(error))
}
