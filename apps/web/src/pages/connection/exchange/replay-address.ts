import type { Connection, Service } from '@switchboard/contract'

/** The test client with what the peer had sent, for the address it had called; null where the service is gone. */
export function replayAddress(connection: Connection, service: Service | undefined): string | null {
  if (!service) return null
  const { id, transport, localPort } = connection
  const same = service.endpoints.findIndex(
    (endpoint) =>
      endpoint.transport === transport && (endpoint.transport === 'unix' || endpoint.port === localPort),
  )
  const alike = service.endpoints.findIndex((endpoint) => endpoint.transport === transport)
  const place = same === -1 ? Math.max(0, alike) : same
  const query = new URLSearchParams({
    service: service.id,
    ...(place > 0 && { endpoint: String(place) }),
    replay: id,
  })
  return `/client?${query.toString()}`
}
