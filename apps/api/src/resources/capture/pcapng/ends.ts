import { isIPv4, isIPv6 } from 'node:net'
import type { ConnectionRecord } from '@switchboard/netcore'
import type { End } from './packet.ts'

/** What stands for a Unix socket, which has neither addresses nor ports. */
const UNIX_PEER: End = { address: '::1', port: 49_152 }
const UNIX_LOCAL: End = { address: '::1', port: 1 }

/** The two ends as packets can name them: both in the same version of IP. */
export function endsOf(record: ConnectionRecord): { peer: End; local: End } {
  const { transport, remoteAddress, remotePort, localAddress, localPort } = record
  if (transport === 'unix') return { peer: UNIX_PEER, local: UNIX_LOCAL }
  const peer = withoutZone(remoteAddress ?? '')
  const local = withoutZone(localAddress ?? '')
  const isV6 = isIPv6(peer)
  // A service may listen on a name, or on `::` for both versions.
  const fits = isV6 ? isIPv6(local) : isIPv4(local)
  const loopback = isV6 ? '::1' : '127.0.0.1'
  return {
    peer: { address: isV6 || isIPv4(peer) ? peer : '127.0.0.1', port: remotePort ?? 0 },
    local: { address: fits ? local : loopback, port: localPort ?? 0 },
  }
}

const withoutZone = (address: string) => address.split('%', 1)[0] ?? ''
