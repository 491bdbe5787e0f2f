import {
  Limits,
  SocketOptions,
  type ListenAddress,
  type ServiceInput,
  type ServicePatch,
} from '@switchboard/contract'
import { formatAddress, overlaps, type ServiceSpec } from '@switchboard/netcore'
import type { StoredService } from '@switchboard/store'
import { Value } from 'typebox/value'
import { ulid } from 'ulid'
import { invalid } from '../../problem.ts'
import { toBoundAddress } from './service-address.ts'

const DRAIN_TIMEOUT_MS = 10_000

/** A service as it is configured: what the store keeps, with the shapes the contract gives the parts. */
export type ServiceSettings = Omit<StoredService, 'listen' | 'limits' | 'socket'> & {
  listen: ListenAddress[]
  limits: Limits
  socket: SocketOptions
}

/** The settings a new service starts with: what was asked for, and defaults for the rest. */
export function newSettings(input: ServiceInput, now: number): ServiceSettings {
  return {
    id: `svc_${ulid(now)}`,
    name: input.name,
    protocol: input.protocol,
    description: input.description ?? '',
    tags: input.tags ?? [],
    listen: distinct(input.listen.map(withHost)),
    options: input.options ?? {},
    limits: { ...Value.Create(Limits), ...input.limits },
    socket: { ...Value.Create(SocketOptions), ...input.socket },
    drainTimeoutMs: input.drainTimeoutMs ?? DRAIN_TIMEOUT_MS,
    desired: input.desired ?? 'stopped',
    revision: 1,
    createdAt: now,
    updatedAt: now,
  }
}

/** The settings after a change. In `options`, null gives a key its default back. */
export function patchSettings(settings: ServiceSettings, patch: ServicePatch, now: number): ServiceSettings {
  const { listen, options, limits, socket, ...plain } = patch
  return {
    ...settings,
    ...plain,
    listen: listen ? distinct(listen.map(withHost)) : settings.listen,
    options: options ? withoutNulls({ ...settings.options, ...options }) : settings.options,
    limits: { ...settings.limits, ...limits },
    socket: { ...settings.socket, ...socket },
    revision: settings.revision + 1,
    updatedAt: now,
  }
}

/** What netcore is told: nothing of names for people, and absolute paths. */
export function toSpec(settings: ServiceSettings, sockets: string): ServiceSpec {
  const { id, name, protocol, options, limits, socket, drainTimeoutMs } = settings
  const listen = settings.listen.map((address) => toBoundAddress(address, sockets))
  return { id, name, protocol, listen, options, limits, socket, drainTimeoutMs }
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
