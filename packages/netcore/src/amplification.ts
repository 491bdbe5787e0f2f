import { isLoopback, type ListenAddress } from './address.ts'
import type { Protocol } from './protocol.ts'
import type { ServiceSpec } from './service-spec.ts'

type Options = { amplification?: boolean }
type Amplifying = Pick<Protocol, 'id' | 'amplifies'>

/** Whether replies to the datagrams of an address may be longer than these: the user allows it, or only this machine can ask. */
export function mayAmplify(options: Options, { amplifies }: Amplifying, address: ListenAddress): boolean {
  if (options.amplification === true) return true
  return amplifies === true && address.transport === 'udp' && isLoopback(address.host)
}

/** A protocol whose replies are always longer is open to others over UDP only where the user allows that. */
export function amplificationProblems(
  { listen }: ServiceSpec,
  options: Options,
  protocol: Amplifying,
): { path: string; message: string }[] {
  if (!protocol.amplifies) return []
  return listen.flatMap((address, index) => {
    if (address.transport !== 'udp' || mayAmplify(options, protocol, address)) return []
    const why = `${protocol.id} over UDP answers longer than it is asked, and forged senders could aim that at others`
    const message = `is "${address.host}"; ${why}: use 127.0.0.1 or ::1, or set options.amplification to true`
    return [{ path: `/listen/${index}/host`, message }]
  })
}
