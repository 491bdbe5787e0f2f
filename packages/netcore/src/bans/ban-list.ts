import { containsNetwork, keyOf, networkOfAddress, parseNetwork, type Network } from './network.ts'

/** The banned networks of one length: their text by their first `bits`. */
type Group = { bytes: number; bits: number; networks: Map<string, string> }

/**
 * Which networks are banned, and which never are. Looking an address up takes one step for each length of network in
 * use, however many bans there are.
 */
export class BanList {
  readonly #groups: Group[] = []
  #safe: Network[] = []

  /** Begins anew; all are networks in CIDR notation. What is in `safe` is let in whatever is banned. */
  replace(networks: Iterable<string>, safe: Iterable<string>): void {
    this.#groups.length = 0
    this.#safe = Array.from(safe, parseNetwork)
    for (const network of networks) this.add(network)
  }

  add(text: string): void {
    const network = parseNetwork(text)
    this.#groupOf(network).networks.set(keyOf(network, network.bits), text)
  }

  delete(text: string): void {
    const network = parseNetwork(text)
    const group = this.#groupOf(network)
    group.networks.delete(keyOf(network, network.bits))
    if (group.networks.size === 0) this.#groups.splice(this.#groups.indexOf(group), 1)
  }

  /** The longest banned network that has the address; null if there is none, and for a Unix peer. */
  find(address: string | null): string | null {
    if (address === null || this.#groups.length === 0) return null
    const peer = networkOfAddress(address)
    for (const { bytes, bits, networks } of this.#groups) {
      if (bytes !== peer.bytes.length) continue
      const found = networks.get(keyOf(peer, bits))
      if (found !== undefined) return this.isSafe(peer) ? null : found
    }
    return null
  }

  /** Whether all of the network is never banned. */
  isSafe(network: Network): boolean {
    return this.#safe.some((safe) => containsNetwork(safe, network))
  }

  networks(): string[] {
    return this.#groups.flatMap(({ networks }) => [...networks.values()])
  }

  #groupOf({ bytes: { length: bytes }, bits }: Network): Group {
    const known = this.#groups.find((group) => group.bytes === bytes && group.bits === bits)
    if (known) return known
    const group: Group = { bytes, bits, networks: new Map() }
    this.#groups.push(group)
    this.#groups.sort((a, b) => b.bits - a.bits)
    return group
  }
}
