import type { Service } from '@switchboard/contract'
import { timestamp, timestampOrNull } from '../../time.ts'
import { presentAddress } from './service-address.ts'
import type { ConfiguredService } from './service-registry.ts'

export function presentService({ settings, running }: ConfiguredService): Service {
  const { id, name, protocol, description, tags, listen, options, limits, socket } = settings
  const { drainTimeoutMs, desired, revision, createdAt, updatedAt } = settings
  const reason = running.stateReason
  return {
    ...{ id, name, protocol, description, tags, listen, options, limits, socket, drainTimeoutMs, desired },
    state: running.state,
    stateReason: reason && { code: reason.code, message: reason.message, at: timestamp(reason.at) },
    restartNeeded: [...running.restartNeeded],
    startedAt: timestampOrNull(running.startedAt),
    endpoints: running.endpoints.map(presentAddress),
    stats: { ...running.stats },
    createdAt: timestamp(createdAt),
    updatedAt: timestamp(updatedAt),
    revision,
  }
}
