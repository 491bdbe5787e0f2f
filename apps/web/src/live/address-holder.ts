import type { Service } from '@switchboard/contract'

/** The running service of ours that listens where `service` wants to: the likely cause of `address-in-use`. */
export function addressHolder(service: Service, services: readonly Service[]): Service | undefined {
  const wanted = new Set(service.listen.map(key))
  return services.find(
    (other) => other.id !== service.id && other.endpoints.some((at) => wanted.has(key(at))),
  )
}

// Hosts are left out: a wildcard holds the port of every one.
const key = (address: Service['listen'][number]) =>
  address.transport === 'unix' ? `unix ${address.path}` : `${address.transport} ${address.port}`
