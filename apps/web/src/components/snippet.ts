import type { Endpoint } from '@switchboard/contract'

/** A client's text with the real address filled in; a wildcard is reached through loopback. */
export function fillSnippet(snippet: string, endpoint: Extract<Endpoint, { port: number }>): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[endpoint.host] ?? endpoint.host
  const filled = snippet.replaceAll('{host}', host).replaceAll('{port}', String(endpoint.port))
  return endpoint.transport === 'udp' ? filled.replaceAll(/\bnc (?:-N )?/g, 'nc -u -w1 ') : filled
}

/** The endpoint to show clients for: TCP before UDP; Unix sockets have no host and port. */
export const clientEndpoint = (endpoints: readonly Endpoint[]) =>
  endpoints.find((endpoint) => endpoint.transport === 'tcp') ??
  endpoints.find((endpoint) => endpoint.transport === 'udp')
