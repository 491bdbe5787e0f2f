import { networkInterfaces } from 'node:os'
import { plainAddress, type Endpoint } from './address.ts'

/**
 * The UDP endpoints of all running services, this engine's and its siblings'. A datagram that comes from one of them
 * is never answered: two services that answer each other would not stop (CERT CA-1996-01).
 */
export class OwnEndpoints {
  #ports = new Map<number, Set<string>>()
  #local = new Set<string>()

  replace(endpoints: Endpoint[]): void {
    this.#ports = new Map()
    this.#local = localAddresses()
    for (const endpoint of endpoints) {
      if (endpoint.transport !== 'udp') continue
      const hosts = this.#ports.get(endpoint.port) ?? new Set()
      this.#ports.set(endpoint.port, hosts.add(endpoint.host))
    }
  }

  has(address: string, port: number): boolean {
    const hosts = this.#ports.get(port)
    if (!hosts) return false
    const plain = plainAddress(address)
    if (hosts.has(plain)) return true
    return (hosts.has('0.0.0.0') || hosts.has('::')) && (plain.startsWith('127.') || this.#local.has(plain))
  }
}

function localAddresses(): Set<string> {
  const interfaces = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return new Set(interfaces.map(({ address }) => address))
}
