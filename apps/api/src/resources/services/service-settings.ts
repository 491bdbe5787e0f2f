import {
  Access,
  Capture,
  DrainTimeoutMs,
  Engines,
  Limits,
  Restart,
  SocketOptions,
  type ListenAddress,
  type ServiceRetention,
  type ServiceInput,
  type ServicePatch,
} from '@switchboard/contract'
import { formatAddress, overlaps, type ServiceSpec } from '@switchboard/netcore'
import type { StoredService } from '@switchboard/store'
import { Value } from 'typebox/value'
import { monotonicFactory } from 'ulid'
import { invalid } from '../../problem.ts'
import type { SecretBox } from '../../secret-box.ts'
import { openChallenge, type SealedChallenge } from './challenge-settings.ts'
import { toBoundAddress } from './service-address.ts'

/** What a user can set besides name and protocol. */
type Settings = {
  description: string
  tags: string[]
  listen: ListenAddress[]
  options: Record<string, unknown>
  limits: Limits
  access: Access
  socket: SocketOptions
  restart: Restart
  capture: Capture
  retention: ServiceRetention
  drainTimeoutMs: number
  engines: Engines
  challenge: SealedChallenge | null
}

/** A service as it is configured: what the store keeps, with the shapes the contract gives the parts. */
export type ServiceSettings = Omit<StoredService, 'settings'> & Settings

/** In the order in which they are made, also within a millisecond. */
const nextUlid = monotonicFactory()

/** The settings a new service starts with: what was asked for, and defaults for the rest. No challenge yet. */
export function newSettings(input: ServiceInput, now: number): ServiceSettings {
  const { name, protocol, desired = 'stopped', ...given } = input
  return {
    id: `svc_${nextUlid(now)}`,
    name,
    protocol,
    desired,
    ...complete({ ...given, listen: distinct(input.listen.map(withHost)), challenge: null }),
    revision: 1,
    createdAt: now,
    updatedAt: now,
  }
}

/** The settings after a change, the challenge as it was. In `options`, null gives a key its default back. */
export function patchSettings(settings: ServiceSettings, patch: ServicePatch, now: number): ServiceSettings {
  const { listen, options, limits, access, socket, restart, capture, ...plain } = patch
  return {
    ...settings,
    ...plain,
    listen: listen ? distinct(listen.map(withHost)) : settings.listen,
    options: options ? withoutNulls({ ...settings.options, ...options }) : settings.options,
    limits: { ...settings.limits, ...limits },
    access: { ...settings.access, ...access },
    socket: { ...settings.socket, ...socket },
    restart: { ...settings.restart, ...restart },
    capture: { ...settings.capture, ...capture },
    challenge: settings.challenge,
    revision: settings.revision + 1,
    updatedAt: now,
  }
}

/** What is on record, with a default for every setting that is younger than the record. */
export function fromStored({ settings, ...stored }: StoredService): ServiceSettings {
  return { ...stored, ...complete(settings as Partial<Settings>) }
}

export function toStored(settings: ServiceSettings): StoredService {
  const { id, name, protocol, desired, revision, createdAt, updatedAt, ...rest } = settings
  return { id, name, protocol, desired, revision, createdAt, updatedAt, settings: rest }
}

/** What netcore is told: nothing for people but the name, absolute paths, and secrets as they are. */
export function toSpec(settings: ServiceSettings, sockets: string, secrets: SecretBox): ServiceSpec {
  const { id, name, protocol, options, limits, access, socket, restart, capture, drainTimeoutMs, engines } =
    settings
  const listen = settings.listen.map((address) => toBoundAddress(address, sockets))
  return {
    ...{
      id,
      name,
      protocol,
      listen,
      options,
      limits,
      access,
      socket,
      restart,
      capture,
      drainTimeoutMs,
      engines,
    },
    ...openChallenge(settings.challenge, settings, secrets),
  }
}

type Given = Partial<Omit<Settings, 'limits' | 'access' | 'socket' | 'restart' | 'capture'>> & {
  limits?: Partial<Limits>
  access?: Partial<Access>
  socket?: Partial<SocketOptions>
  restart?: Partial<Restart>
  capture?: Partial<Capture>
}

function complete(given: Given): Settings {
  const engines = given.engines ?? Value.Create(Engines)
  // Engines side by side cannot count together, so what is on by default for one is off for all.
  const perEngine = engines === 'all' ? { maxConnections: null } : {}
  return {
    description: given.description ?? '',
    tags: given.tags ?? [],
    listen: given.listen ?? [],
    options: given.options ?? {},
    limits: { ...Value.Create(Limits), ...perEngine, ...given.limits },
    access: { ...Value.Create(Access), ...given.access },
    socket: { ...Value.Create(SocketOptions), ...given.socket },
    restart: { ...Value.Create(Restart), ...given.restart },
    capture: { ...Value.Create(Capture), ...given.capture },
    retention: given.retention ?? null,
    drainTimeoutMs: given.drainTimeoutMs ?? Value.Create(DrainTimeoutMs),
    engines,
    challenge: given.challenge ?? null,
  }
}

function withHost(address: ListenAddress): ListenAddress {
  return address.transport === 'unix' ? address : { ...address, host: address.host ?? '127.0.0.1' }
}

function withoutNulls(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))
}

/** Refuses two addresses that would take each other's port. Port 0 never does. */
function distinct(listen: ListenAddress[]): ListenAddress[] {
  const bound = listen.map((address) => toBoundAddress(address, ''))
  const errors = bound.flatMap((address, at) => {
    const first = bound.findIndex((other) => overlaps(address, other))
    if (first === at || (address.transport !== 'unix' && address.port === 0)) return []
    const message = `${formatAddress(address)} is taken by /listen/${first} of the same service: name another one`
    return [{ path: `/listen/${at}`, message }]
  })
  if (errors.length > 0) throw invalid(errors)
  return listen
}
