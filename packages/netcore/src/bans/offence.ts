/**
 * What counts against an address. `authRejected`: a wrong answer to a challenge; `connectionRefused`: refused for what
 * the address itself is or does; `noMessage`: connected and left without a word having been said.
 */
export type OffenceKind =
  'authRejected' | 'connectionRefused' | 'protocolError' | 'fileRejected' | 'noMessage'

/** So many times, since the last report. `network` is what is counted as one, in CIDR notation. */
export type Offence = { network: string; kind: OffenceKind; count: number }
