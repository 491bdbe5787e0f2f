import { hostNetwork } from './network.ts'
import type { Offence, OffenceKind } from './offence.ts'

/** More networks than this are not counted between two reports: a crowd must not fill memory and channel. */
const MOST_NETWORKS = 10_000

/** Offences since the last report, added up. Nobody who behaves well comes here. */
export class Offences {
  #counts = new Map<string, Map<OffenceKind, number>>()

  add(kind: OffenceKind, address: string): void {
    const network = hostNetwork(address)
    const known = this.#counts.get(network)
    if (!known && this.#counts.size >= MOST_NETWORKS) return
    const counts = known ?? new Map<OffenceKind, number>()
    this.#counts.set(network, counts.set(kind, (counts.get(kind) ?? 0) + 1))
  }

  take(): Offence[] {
    if (this.#counts.size === 0) return []
    const offences = [...this.#counts].flatMap(([network, counts]) =>
      Array.from(counts, ([kind, count]) => ({ network, kind, count })),
    )
    this.#counts = new Map()
    return offences
  }
}
