import type { ChildProcess } from 'node:child_process'
import type { CaptureBatch } from '@switchboard/journal'
import { createBirpc, type BirpcReturn } from 'birpc'
import type { Endpoint, ListenAddress } from './address.ts'
import type { Decision } from './admission.ts'
import type { BindOutcome, Sharing } from './binding.ts'
import type { CountersReport, ServiceStats } from './counters.ts'
import { NetcoreError, type NetcoreErrorCode, type NetcoreErrorContext } from './errors.ts'
import type { EngineBatch } from './journal.ts'
import type { OperatorMessage, SayOutcome, SayTally } from './operator.ts'
import type { Answer } from './question.ts'
import type { ServiceSpec } from './service-spec.ts'

/** What the manager asks of an engine. Messages only, so that an engine could live on another host. */
export type EngineCalls = {
  /** Binds what can be bound. A service without any endpoint is not kept. */
  start(spec: ServiceSpec, addresses: ListenAddress[], sharing: Sharing): Promise<Result<BindOutcome>>
  /** Tries further addresses of a service that runs here. */
  bind(serviceId: string, addresses: ListenAddress[], sharing: Sharing): Promise<Result<BindOutcome>>
  update(spec: ServiceSpec): void
  /** Resolves once the last connection is gone and its end is on record; answers the final numbers. */
  stop(serviceId: string, drainMs: number): Promise<ServiceStats | null>
  /** What would happen to a peer from `address` now; null: no such service here. */
  test(serviceId: string, address: string): Decision | null
  /** False: no such connection is open here. */
  kill(connectionId: string): boolean
  /** An operator speaks on a connection. */
  say(connectionId: string, message: OperatorMessage): SayOutcome
  /** An operator speaks on every connection a service has here. */
  sayToAll(serviceId: string, message: OperatorMessage): SayTally
  /** The UDP endpoints of all services on all engines. */
  setOwnEndpoints(endpoints: Endpoint[]): void
  /** Refuses peers of these networks (CIDR) from now on, and of no others, and cuts their connections; never those in `safe`. */
  setBans(networks: string[], safe: string[]): void
  /** The same for further networks. */
  ban(networks: string[]): void
  liftBans(networks: string[]): void
  /** Answers the memory of the process, in bytes. */
  ping(): number
}

/** What an engine tells the manager. */
export type ManagerCalls = {
  /** The engine can take services. */
  ready(): void
  /** Resolves once the entries are on the disk. */
  journal(batch: EngineBatch): Promise<void>
  /** Resolves once the bytes are on the disk, or, with false, are given up. */
  capture(batch: CaptureBatch): Promise<boolean>
  counters(report: CountersReport): void
  /** What a protocol of a service that runs here wants to know or have done. */
  ask(serviceId: string, topic: string, body: unknown): Promise<Answer>
}

/** Errors lose their fields on the way between processes, so they travel as values. */
export type Result<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: NetcoreErrorCode; message: string; context: NetcoreErrorContext }

/** The outcome of work that may fail with a NetcoreError; any other error is a fault, and thrown. */
export async function asResult<Value>(work: Promise<Value>): Promise<Result<Value>> {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    if (!(error instanceof NetcoreError)) throw error
    return { ok: false, code: error.code, message: error.message, context: error.context }
  }
}

/** The value, or the error thrown again with its fields. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value
  throw new NetcoreError(result.code, result.message, result.context)
}

/** A stop may take as long as its drain time, so calls have no deadline; a dead engine ends them all. */
const NO_TIMEOUT = -1

/** The manager's end of the channel to an engine process forked with `serialization: 'advanced'`. */
export function channelToEngine(
  child: ChildProcess,
  calls: ManagerCalls,
): BirpcReturn<EngineCalls, ManagerCalls> {
  return createBirpc<EngineCalls, ManagerCalls>(calls, {
    post: (message) => void (child.connected && child.send(message, ignore)),
    on: (receive) => child.on('message', receive),
    timeout: NO_TIMEOUT,
  })
}

/** The engine's end. */
export function channelToManager(calls: EngineCalls): BirpcReturn<ManagerCalls, EngineCalls> {
  return createBirpc<ManagerCalls, EngineCalls>(calls, {
    post: (message) => void (process.connected && process.send?.(message, undefined, undefined, ignore)),
    on: (receive) => process.on('message', receive),
    timeout: NO_TIMEOUT,
  })
}

/** A message to a process that is about to be gone is lost; its exit tells the rest. */
const ignore = (): void => undefined
