import type { AccessRule } from '@switchboard/contract'

const WORDS: Record<AccessRule['kind'], string> = {
  allow: 'Allowed by',
  deny: 'Denied by',
  ban: 'Banned:',
  'no-match': 'No range has the address',
  'no-address': 'A Unix peer has no address',
  'access-times': 'Closed at this time; open',
  'max-connections': 'Too many open connections',
  'max-connections-per-ip': 'Too many open connections from this address',
  'connection-rate': 'Too many new connections',
  descriptors: 'Out of file descriptors',
  'service-stopping': 'The service is stopping',
  challenge: 'On UDP nobody can be asked for a secret',
}

/** What decided about a peer, in words: `Denied by 10.1.0.0/16`. Codes this version does not know stay codes. */
export function ruleWords(kind: string, range: string | null): string {
  const words = (WORDS as Record<string, string>)[kind] ?? kind
  return range === null ? words : `${words} ${range}`
}
