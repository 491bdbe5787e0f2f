import type { ListenAddress } from '@switchboard/contract'
import { InvalidArgumentError } from 'commander'

const EXAMPLES = 'tcp:7007, udp:0.0.0.0:7007, tcp:[::1]:7007 or unix:echo.sock'

/** `tcp:7007`, `udp:0.0.0.0:7007`, `tcp:[::1]:7007`, `unix:echo.sock`. */
export function parseListenAddress(text: string): ListenAddress {
  const [, transport = '', rest = ''] = /^(tcp|udp|unix):(.+)$/.exec(text) ?? []
  if (transport === 'unix') return { transport, path: rest }
  const [, ipv6, host = ipv6, port] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d{1,5})$/.exec(rest) ?? []
  if (transport === '' || port === undefined || Number(port) > 65_535)
    throw new InvalidArgumentError(`It must be an address such as ${EXAMPLES}.`)
  return { transport: transport as 'tcp' | 'udp', ...(host !== undefined && { host }), port: Number(port) }
}

/** For an option that may be given several times. */
export const listenAddresses = (text: string, before: ListenAddress[] = []): ListenAddress[] => [
  ...before,
  parseListenAddress(text),
]
