// Programs, in no language of people.
// @wc-ignore-file
import type { Endpoint, Protocol, Service } from '@switchboard/contract'
import { framedSnippet } from './framed-snippet.ts'

export type Client = keyof Protocol['snippets'] | 'socat'

/** In the order in which they are offered. */
export const CLIENT_NAMES: Record<Client, string> = {
  nc: 'nc',
  socat: 'socat',
  python: 'Python',
  powershell: 'PowerShell',
  node: 'Node.js',
}

/** A client of the protocol for a service's address and options; undefined where there is none for this transport. */
export function snippetFor(
  protocol: Protocol,
  client: Client,
  endpoint: Endpoint,
  options: Service['options'] = {},
): string | undefined {
  if (client === 'socat') {
    const nc = snippetFor(protocol, 'nc', endpoint, options)
    return nc && bySocat(nc)
  }
  if (endpoint.transport === 'udp') {
    const datagram = protocol.udpSnippets?.[client]
    return datagram && fillSnippet(datagram, endpoint)
  }
  const stream = protocol.snippets[client]
  const framed = stream && framedSnippet(stream, client, options['framing'])
  if (framed === undefined) return undefined
  return endpoint.transport === 'unix' ? overUnix(framed, endpoint.path) : fillSnippet(framed, endpoint)
}

/**
 * The command of netcat as one of socat, which waits 5 s for the other side's end; undefined where it is none, or where
 * only the beginning is wanted: socat complains of a pipe that is closed.
 */
function bySocat(nc: string): string | undefined {
  const [call, flags = '', target = ''] = /\bnc ((?:-\S+ )*)(\S+ \d+|\S+)/.exec(nc) ?? []
  if (call === undefined || nc.includes('| head')) return undefined
  const [host = '', port] = target.split(' ')
  if (port === undefined) return nc.replace(call, `socat -t 5 - UNIX-CONNECT:${host}`)
  const ip = host.includes(':') ? `6:[${host}]` : `:${host}`
  return nc.replace(
    call,
    flags.includes('-u') ? `socat -t 1 - UDP${ip}:${port}` : `socat -t 5 - TCP${ip}:${port}`,
  )
}

/** `{host}` and `{port}` replaced; a wildcard is reached through loopback. */
export function fillSnippet(snippet: string, endpoint: Extract<Endpoint, { port: number }>): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[endpoint.host] ?? endpoint.host
  const filled = snippet.replaceAll('{host}', host).replaceAll('{port}', String(endpoint.port))
  return host.includes(':') ? filled.replace('AF_INET,', 'AF_INET6,').replace("'udp4'", "'udp6'") : filled
}

/** The TCP client rewritten for a Unix socket in the data directory; undefined where a place stays unfilled. */
function overUnix(snippet: string, name: string): string | undefined {
  const path = `data/sockets/${name}`
  const rewritten = snippet
    .replaceAll(/\bnc (-N )?\{host\} \{port\}/g, (_all, half = '') => `nc ${half}-U ${path}`)
    .replaceAll("connect({port}, '{host}')", `connect('${path}')`)
    .replaceAll(
      /^with socket\.create_connection\(\("\{host\}", \{port\}\)\) as peer(.*)$/gm,
      `with socket.socket(socket.AF_UNIX) as peer$1\n    peer.connect("${path}")`,
    )
  return /\{(host|port)\}/.test(rewritten) ? undefined : rewritten
}

/** One endpoint for each transport, in the order in which people try them. */
export const clientEndpoints = (endpoints: readonly Endpoint[]): Endpoint[] =>
  (['tcp', 'udp', 'unix'] as const).flatMap(
    (transport) => endpoints.find((endpoint) => endpoint.transport === transport) ?? [],
  )
