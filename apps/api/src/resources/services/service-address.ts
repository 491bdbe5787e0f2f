import { basename, join } from 'node:path'
import type { Endpoint, ListenAddress } from '@switchboard/contract'
import type { ListenAddress as BoundAddress } from '@switchboard/netcore'

/** The plain name of a Unix socket becomes a path in the sockets folder; hosts are this machine's own by default. */
export function toBoundAddress(address: ListenAddress, sockets: string): BoundAddress {
  if (address.transport === 'unix') return { transport: 'unix', path: join(sockets, address.path) }
  return { transport: address.transport, host: address.host ?? '127.0.0.1', port: address.port }
}

/** And back: where the sockets folder lies is nobody's business outside. */
export function presentAddress(address: BoundAddress): Endpoint {
  return address.transport === 'unix' ? { ...address, path: basename(address.path) } : { ...address }
}
