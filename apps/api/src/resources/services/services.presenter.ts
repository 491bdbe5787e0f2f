import type { Service } from '@switchboard/contract'
import { timestamp, timestampOrNull } from '../../time.ts'
import { presentChallenge } from './challenge-settings.ts'
import type { Unread } from '../chats/unread.ts'
import { presentAddress } from './service-address.ts'
import type { ConfiguredService } from './service-registry.ts'

type Running = ConfiguredService['running']

export function presentService(
  { settings, running }: ConfiguredService,
  unread: Pick<Unread, 'ofService'>,
): Service {
  const { createdAt, updatedAt, ...configured } = settings
  const reason = running.stateReason
  return {
    ...configured,
    challenge: presentChallenge(settings.challenge),
    state: running.state,
    stateReason: reason && { code: reason.code, message: reason.message, at: timestamp(reason.at) },
    restartAt: timestampOrNull(running.restartAt),
    restartNeeded: [...running.restartNeeded],
    startedWith: stillHolds(running),
    startedAt: timestampOrNull(running.startedAt),
    endpoints: running.endpoints.map(presentAddress),
    failures: running.failures.map((failure) => ({ ...failure, address: presentAddress(failure.address) })),
    stats: { ...running.stats },
    unread: unread.ofService(settings),
    createdAt: timestamp(createdAt),
    updatedAt: timestamp(updatedAt),
  }
}

/** Only what differs from the settings. */
function stillHolds({ restartNeeded, startedWith }: Running): Service['startedWith'] {
  const { listen, socket, engines } = startedWith
  return {
    ...(restartNeeded.includes('listen') && { listen: listen.map(presentAddress) }),
    ...(restartNeeded.includes('socket') && { socket }),
    ...(restartNeeded.includes('engines') && { engines }),
  }
}
