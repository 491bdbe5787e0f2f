import type { AddressCheckInput, ListenAddress, Service, Transport } from '@switchboard/contract'
import type { FieldError } from './field-error.ts'

/** One row of the address editor: what is typed, for any transport. */
export type ListenDraft = { transport: Transport; host: string; port: number | string; path: string }

export const LOOPBACK = '127.0.0.1'

export const toDraft = (address: ListenAddress): ListenDraft =>
  address.transport === 'unix'
    ? { transport: 'unix', host: LOOPBACK, port: 0, path: address.path }
    : { transport: address.transport, host: address.host ?? LOOPBACK, port: address.port, path: '' }

export function toListen(draft: ListenDraft): ListenAddress {
  if (draft.transport === 'unix') return { transport: 'unix', path: draft.path.trim() }
  return { transport: draft.transport, host: draft.host.trim(), port: Number(draft.port) }
}

/** What is wrong with the addresses, by pointers below `/listen`. */
export function findListenErrors(drafts: readonly ListenDraft[]): FieldError[] {
  const seen = new Set<string>()
  return drafts.flatMap((draft, index): FieldError[] => {
    const [part, message] = rowError(draft) ?? (isRepeat(draft, seen) ? repeated(draft) : [])
    return part && message ? [{ path: `/listen/${index}/${part}`, message }] : []
  })
}

function rowError(draft: ListenDraft): [part: string, message: string] | null {
  if (draft.transport === 'unix') {
    if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(draft.path.trim())) return null
    return ['path', 'A plain file name, please, such as echo.sock: letters, digits, dot, dash, underscore.']
  }
  if (draft.host.trim() === '') return ['host', 'An address of this machine, please, such as 127.0.0.1.']
  const port = Number(draft.port)
  if (draft.port !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return null
  return ['port', 'A port from 0 to 65535, please; 0 takes a free one.']
}

function isRepeat(draft: ListenDraft, seen: Set<string>): boolean {
  const key = JSON.stringify(toListen(draft))
  const repeat = seen.has(key) && !(draft.transport !== 'unix' && Number(draft.port) === 0)
  seen.add(key)
  return repeat
}

const repeated = (draft: ListenDraft): [string, string] => [
  draft.transport === 'unix' ? 'path' : 'port',
  'This address is already in the list.',
]

/** The other service of ours that has the transport and port, on any host; none while service `self` has them. */
export function portOwner(
  draft: ListenDraft,
  services: readonly Service[],
  self?: string,
): Service | undefined {
  const { transport, port } = draft
  if (transport === 'unix' || Number(port) === 0) return undefined
  const holder = services.find(({ endpoints }) => hasPort(endpoints, transport, Number(port)))
  if (holder) return holder.id === self ? undefined : holder
  return services.find(({ id, listen }) => id !== self && hasPort(listen, transport, Number(port)))
}

/** What the machine can be asked about an address; null where it is none yet, or takes any port. */
export function checkable(draft: ListenDraft, self?: string): AddressCheckInput | null {
  const { transport, port } = draft
  if (transport === 'unix' || rowError(draft) !== null || Number(port) === 0) return null
  const host = draft.host.trim()
  return { transport, host, port: Number(port), ...(self !== undefined && { serviceId: self }) }
}

/** The first port from the protocol's own (7000 + port for those below 1024) that no service of ours wants. */
export function freePort(defaultPort: number, services: readonly Service[], from = 0): number {
  let port = Math.max(from, defaultPort < 1024 ? 7000 + defaultPort : defaultPort)
  const taken = (candidate: number) =>
    services.some((service) => usesPort(service, 'tcp', candidate) || usesPort(service, 'udp', candidate))
  while (taken(port) && port < 65_535) port += 1
  return port
}

/** `echo-1`, `echo-2` …: the first that no service has. */
export function freeName(protocol: string, services: readonly Service[]): string {
  const names = new Set(services.map(({ name }) => name))
  let number = 1
  while (names.has(`${protocol}-${number}`)) number += 1
  return `${protocol}-${number}`
}

const usesPort = ({ listen, endpoints }: Service, transport: Transport, port: number) =>
  hasPort(listen, transport, port) || hasPort(endpoints, transport, port)

const hasPort = (addresses: readonly ListenAddress[], transport: Transport, port: number) =>
  addresses.some((at) => at.transport === transport && at.transport !== 'unix' && at.port === port)
