import type { Connection } from '../connection.ts'
import { hostNetwork } from './network.ts'

/**
 * What counts against an address. `authRejected`: a wrong answer to a challenge; `connectionRefused`: refused for what
 * the address itself is or does; `noMessage`: connected and left without a word having been said.
 */
export type OffenceKind =
  'authRejected' | 'connectionRefused' | 'protocolError' | 'fileRejected' | 'noMessage'

/** So many times, since the last report. `network` is what is counted as one, in CIDR notation. */
export type Offence = { network: string; kind: OffenceKind; count: number }

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

/** Ends of connections for which a peer answers that has not said anything. */
const OWN_ENDS = new Set(['peer-closed', 'reset', 'idle-timeout'])

/**
 * What a connection that is over counts as; null: it was a good one. Only TCP peers have proved that their address is
 * theirs: a datagram with somebody else's must not have that one banned.
 */
export function offenceOf({ facts, blamed, closeReason, counters }: Connection): OffenceKind | null {
  if (facts.transport !== 'tcp') return null
  if (blamed !== undefined) return blamed
  if (closeReason === 'protocol-error') return 'protocolError'
  const isSilent = counters.bytesIn + counters.bytesOut === 0
  return isSilent && closeReason !== null && OWN_ENDS.has(closeReason) ? 'noMessage' : null
}
