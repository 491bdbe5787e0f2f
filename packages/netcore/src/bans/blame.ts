import type { Connection } from '../connection.ts'
import type { OffenceKind } from './offence.ts'

/** Ends of connections for which a peer answers that has not said anything. */
const OWN_ENDS = new Set(['peer-closed', 'reset', 'idle-timeout'])

/**
 * What a connection that is over counts as; null: it was a good one. Only TCP peers have proved that their address is
 * theirs: a datagram with somebody else's must not have that one banned.
 */
export function offenceOf({ facts, ending, counters }: Connection): OffenceKind | null {
  if (facts.transport !== 'tcp') return null
  const { reason, blamed } = ending
  if (blamed !== undefined) return blamed
  if (reason === 'protocol-error') return 'protocolError'
  const isSilent = counters.bytesIn + counters.bytesOut === 0
  return isSilent && reason !== null && OWN_ENDS.has(reason) ? 'noMessage' : null
}
