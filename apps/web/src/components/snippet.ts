import type { Endpoint, Protocol } from '@switchboard/contract'

export type Client = keyof Protocol['snippets']

/** A client's text with the real address filled in; undefined where there is none for this transport. */
export function snippetFor(protocol: Protocol, client: Client, endpoint: Endpoint): string | undefined {
  if (endpoint.transport === 'tcp') return fillSnippet(protocol.snippets[client], endpoint)
  if (endpoint.transport === 'unix') return overUnix(protocol.snippets[client], endpoint.path)
  return protocol.udpSnippets ? fillSnippet(protocol.udpSnippets[client], endpoint) : undefined
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
