import ipaddr from 'ipaddr.js'
import { AccessTimes } from './access-times.ts'

/** Who may connect, and when; xinetd's `only_from`, `no_access` and `access_times`. */
export type AccessSettings = {
  /** CIDR ranges or single addresses. If there are any, everybody else is refused. */
  allow: string[]
  deny: string[]
  /** When the service is open, such as `Mon-Fri 08:00-18:00`. If there are none, always. */
  accessTimes: string[]
}

/** What decides about a peer: the range as the user wrote it, or why no range was needed. */
export type AccessRule =
  | { kind: 'allow' | 'deny'; range: string }
  /** No range has the address: refused if there is an allow list, let in otherwise. */
  | { kind: 'no-match'; range: null }
  /** A Unix peer has no address. */
  | { kind: 'no-address'; range: null }
  | { kind: 'access-times'; range: string }

type AccessDecision = { allowed: boolean; rule: AccessRule }

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = { kind: 'allow' | 'deny'; range: string; network: Address; bits: number }

/**
 * The access rules of a service, ready to decide. Of the ranges that have the address the most specific one (the
 * longest prefix) wins, and of two equally specific ones `deny`, as in xinetd.conf(5).
 */
export class AccessRules {
  /** Most specific first. */
  readonly #ranges: Range[]
  readonly #hasAllowList: boolean
  readonly #times: AccessTimes

  /** Throws RangeError on a range or time that cannot be read; `accessProblems` tells beforehand. */
  constructor({ allow, deny, accessTimes }: AccessSettings) {
    const ranges = [
      ...deny.map((range) => parseRange('deny', range)),
      ...allow.map((range) => parseRange('allow', range)),
    ]
    this.#ranges = ranges.toSorted((a, b) => b.bits - a.bits)
    this.#hasAllowList = allow.length > 0
    this.#times = new AccessTimes(accessTimes)
  }

  /** `address` is null for a Unix peer; `at` is in the machine's local time. */
  decide(address: string | null, at: Date): AccessDecision {
    const closed = this.#times.closedBy(at)
    if (closed !== null) return { allowed: false, rule: { kind: 'access-times', range: closed } }
    if (address === null) return { allowed: true, rule: { kind: 'no-address', range: null } }
    if (this.#ranges.length === 0) return { allowed: true, rule: { kind: 'no-match', range: null } }
    const peer = parseAddress(address)
    const decisive = this.#ranges.find((range) => contains(range, peer))
    if (!decisive) return { allowed: !this.#hasAllowList, rule: { kind: 'no-match', range: null } }
    return { allowed: decisive.kind === 'allow', rule: { kind: decisive.kind, range: decisive.range } }
  }
}

/** What is wrong with the settings: JSON pointers below `/access`, with messages for people. */
export function accessProblems({
  allow,
  deny,
  accessTimes,
}: AccessSettings): { path: string; message: string }[] {
  const ranges = { allow, deny }
  const wrongRanges = (['allow', 'deny'] as const).flatMap((kind) =>
    ranges[kind].flatMap((range, index) =>
      problem(`/access/${kind}/${index}`, () => parseRange(kind, range)),
    ),
  )
  const wrongTimes = accessTimes.flatMap((time, index) =>
    problem(`/access/accessTimes/${index}`, () => new AccessTimes([time])),
  )
  return [...wrongRanges, ...wrongTimes]
}

function problem(path: string, parse: () => unknown): { path: string; message: string }[] {
  try {
    parse()
    return []
  } catch (error) {
    return [{ path, message: (error as RangeError).message }]
  }
}

/** An address of a peer; an IPv4 address mapped into IPv6 counts as IPv4 (RFC 4291 2.5.5.2). */
export function parseAddress(address: string): Address {
  const [withoutZone = ''] = address.split('%')
  return ipaddr.process(withoutZone)
}

function parseRange(kind: 'allow' | 'deny', range: string): Range {
  const plain = !range.includes('/')
  if (!(plain ? ipaddr.isValid(range) : ipaddr.isValidCIDR(range)) || !hasFourParts(range)) {
    throw new RangeError(
      `is ${JSON.stringify(range)}; it must be an address or a range such as 10.0.0.0/8 or 2001:db8::/32`,
    )
  }
  if (!plain) {
    const [network, bits] = ipaddr.parseCIDR(range)
    return { kind, range, network, bits }
  }
  const network = ipaddr.parse(range)
  return { kind, range, network, bits: network.kind() === 'ipv4' ? 32 : 128 }
}

/** `10.1` and `0x0a.1` are addresses to inet_aton(3), and a trap to everybody else. */
function hasFourParts(range: string): boolean {
  return range.includes(':') || /^\d{1,3}(\.\d{1,3}){3}(\/|$)/.test(range)
}

function contains({ network, bits }: Range, peer: Address): boolean {
  return network.kind() === peer.kind() && peer.match(network, bits)
}
