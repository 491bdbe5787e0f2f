import type { ChildProcess } from 'node:child_process'
import type { CaptureBatch } from '@switchboard/journal'
import type { Endpoint } from './address.ts'
import { BanList } from './bans/ban-list.ts'
import type { CountersReport } from './counters.ts'
import { EngineProcess } from './engine-process.ts'
import { NetcoreError } from './errors.ts'
import { forkEngine } from './fork-engine.ts'
import type { EngineBatch } from './journal.ts'
import { asAnswer, type Answerer } from './question.ts'

/**
 * A crashed engine is replaced after this time (milliseconds), doubled with each crash in a row: short enough that
 * after five in a row its services still run again within a second.
 */
const FIRST_DELAY_MS = 10
const LONGEST_DELAY_MS = 5000
/** An engine that lived so long (milliseconds) has not crashed in a row. */
const HEALTHY_AFTER_MS = 10_000

type EnginePoolEvents = {
  journal: (batch: EngineBatch, engineId: number) => Promise<void>
  capture: (batch: CaptureBatch) => Promise<boolean>
  counters: (report: CountersReport, engineId: number) => void
  ask: Answerer
  started: (engineId: number, pid: number | null) => void
  /** The engine's services and connections are gone. A replacement is on its way; `started` follows. */
  lost: (engineId: number, reason: string) => void
}

type Slot = {
  id: number
  /** The process of this place, whether it is ready or not. */
  launched: EngineProcess | undefined
  /** The same once it is ready. */
  process: EngineProcess | undefined
  ready: PromiseWithResolvers<EngineProcess>
  crashes: number
  startedAt: number
  services: Set<string>
}

/** Starts the engines, watches them, and replaces the ones that die. */
export class EnginePool {
  /** As every engine has them. */
  readonly bans = new BanList()
  readonly #module: URL
  readonly #forked: ChildProcess[]
  readonly #events: EnginePoolEvents
  readonly #slots: Slot[]
  #closing = false
  #own: Endpoint[] = []
  #safe: string[] = []

  /** `forked`: engines that load already, one for each place at most. */
  constructor(module: URL, count: number, events: EnginePoolEvents, forked: ChildProcess[] = []) {
    this.#module = module
    this.#forked = [...forked]
    this.#events = events
    this.#slots = Array.from({ length: count }, (_, index) => ({
      id: index + 1,
      launched: undefined,
      process: undefined,
      ready: readiness(),
      crashes: 0,
      startedAt: 0,
      services: new Set(),
    }))
  }

  /** Resolves once every engine can take services; rejects when the pool is closed before that. */
  async open(): Promise<void> {
    for (const slot of this.#slots) this.#launch(slot)
    await Promise.all(this.#slots.map((slot) => slot.ready.promise))
  }

  /** The engines, with the number of services each carries. */
  list(): { id: number; pid: number | null; state: 'running' | 'starting'; services: number }[] {
    return this.#slots.map(({ id, launched, process, services }) => ({
      id,
      pid: launched?.pid ?? null,
      state: process ? 'running' : 'starting',
      services: services.size,
    }))
  }

  /** The engine with the fewest services. */
  leastLoaded(): number {
    const [least] = this.#slots.toSorted((a, b) => a.services.size - b.services.size)
    if (!least || this.#closing) throw stopping()
    return least.id
  }

  /** Notes that the engine carries the service. */
  take(engineId: number, serviceId: string): void {
    this.#slot(engineId).services.add(serviceId)
  }

  release(engineId: number, serviceId: string): void {
    this.#slot(engineId).services.delete(serviceId)
  }

  /** The engine, once it runs: a lost one is waited for. */
  engine(engineId: number): Promise<EngineProcess> {
    return this.#slot(engineId).ready.promise
  }

  /** Tells every engine which UDP endpoints are ours. */
  announce(endpoints: Endpoint[]): void {
    this.#own = endpoints
    for (const { process } of this.#slots) void process?.call.setOwnEndpoints.asEvent(endpoints)
  }

  /** Tells every engine who is banned (networks in CIDR notation), and who never is. */
  setBans(networks: string[], safe: string[]): void {
    this.#safe = safe
    this.bans.replace(networks, safe)
    for (const { process } of this.#slots) void process?.call.setBans.asEvent(networks, safe)
  }

  ban(networks: string[]): void {
    for (const network of networks) this.bans.add(network)
    for (const { process } of this.#slots) void process?.call.ban.asEvent(networks)
  }

  liftBans(networks: string[]): void {
    for (const network of networks) this.bans.delete(network)
    for (const { process } of this.#slots) void process?.call.liftBans.asEvent(networks)
  }

  /** Ends the engines; stop their services first. */
  async close(): Promise<void> {
    this.#closing = true
    for (const { ready } of this.#slots) ready.reject(stopping())
    const processes = this.#slots.flatMap(({ launched }) => launched ?? [])
    for (const process of processes) process.disconnect()
    await Promise.all(processes.map(({ gone }) => gone))
  }

  #slot(engineId: number): Slot {
    const slot = this.#slots.find(({ id }) => id === engineId)
    if (!slot) throw new NetcoreError('engine-lost', `There is no engine ${engineId}.`)
    return slot
  }

  #launch(slot: Slot): void {
    if (this.#closing) return
    slot.startedAt = performance.now()
    const engine = new EngineProcess(slot.id, this.#child(), {
      ready: () => this.#ready(slot, engine),
      journal: (batch) => this.#events.journal(batch, slot.id),
      capture: (batch) => this.#events.capture(batch),
      counters: (report) => this.#events.counters(report, slot.id),
      ask: (serviceId, topic, body) =>
        asAnswer(this.#events.ask({ engineId: slot.id, serviceId, topic, body })),
    })
    slot.launched = engine
    void engine.gone.then((reason) => this.#gone(slot, reason))
  }

  #child(): ChildProcess {
    const forked = this.#forked.shift()
    return forked?.pid !== undefined && forked.connected ? forked : forkEngine(this.#module)
  }

  #ready(slot: Slot, engine: EngineProcess): void {
    slot.process = engine
    engine.watch()
    void engine.call.setOwnEndpoints.asEvent(this.#own)
    void engine.call.setBans.asEvent(this.bans.networks(), this.#safe)
    slot.ready.resolve(engine)
    this.#events.started(slot.id, engine.pid)
  }

  #gone(slot: Slot, reason: string): void {
    slot.launched = undefined
    if (this.#closing) return
    if (slot.process) slot.ready = readiness()
    slot.process = undefined
    const healthy = performance.now() - slot.startedAt > HEALTHY_AFTER_MS
    slot.crashes = healthy ? 0 : slot.crashes + 1
    const delay = Math.min(FIRST_DELAY_MS * 2 ** Math.max(slot.crashes - 1, 0), LONGEST_DELAY_MS)
    this.#events.lost(slot.id, reason)
    setTimeout(() => this.#launch(slot), delay)
  }
}

function stopping(): NetcoreError {
  return new NetcoreError('engine-lost', 'There is no engine: Switchboard is stopping.')
}

/** Whoever waits hears of the end; if nobody does, it is no error. */
function readiness(): PromiseWithResolvers<EngineProcess> {
  const ready = Promise.withResolvers<EngineProcess>()
  ready.promise.catch(() => undefined)
  return ready
}
