import { AccessRules, type AccessRule } from './access.ts'
import type { BanList } from './bans/ban-list.ts'
import { ConnectionRate } from './connection-rate.ts'
import type { Descriptors } from './descriptors.ts'
import type { ServiceSpec } from './service-spec.ts'

/** What decided about a peer. `range` is the CIDR range or the times as the user wrote them. */
export type AdmissionRule =
  | AccessRule
  /** `range` is the network that is banned. */
  | { kind: 'ban'; range: string }
  | {
      kind:
        | 'max-connections'
        | 'max-connections-per-ip'
        | 'connection-rate'
        | 'descriptors'
        | 'service-stopping'
        | 'challenge'
      range: null
    }

/** Whether a peer may come in, and by which rule. */
export type Decision = { allowed: boolean; rule: AdmissionRule }

type Rules = Pick<ServiceSpec, 'access' | 'limits'>

/**
 * Decides who is let in. First bans and access rules, which depend on the peer alone, then the limits, the rate last:
 * only who passes everything else counts there.
 */
export class Admission {
  readonly #descriptors: Descriptors
  readonly #bans: BanList
  readonly #perAddress = new Map<string, number>()
  #open = 0
  #limits: Rules['limits']
  #access: AccessRules
  #rate: ConnectionRate | null

  constructor({ access, limits }: Rules, descriptors: Descriptors, bans: BanList) {
    this.#descriptors = descriptors
    this.#bans = bans
    this.#limits = limits
    this.#access = new AccessRules(access)
    this.#rate = limits.connectionRate && new ConnectionRate(limits.connectionRate)
  }

  /** New rules; what was counted so far still counts, a changed rate begins anew. */
  update({ access, limits }: Rules): void {
    const isSameRate = JSON.stringify(limits.connectionRate) === JSON.stringify(this.#limits.connectionRate)
    if (!isSameRate) this.#rate = limits.connectionRate && new ConnectionRate(limits.connectionRate)
    this.#limits = limits
    this.#access = new AccessRules(access)
  }

  /** What would happen to a peer now. `address` is null for a Unix peer, `now` monotonic in milliseconds. */
  test(address: string | null, now: number): Decision {
    const ban = this.#bans.find(address)
    if (ban !== null) return { allowed: false, rule: { kind: 'ban', range: ban } }
    const access = this.#access.decide(address, new Date())
    if (!access.allowed) return access
    const kind = this.#exceeded(address, now)
    return kind ? { allowed: false, rule: { kind, range: null } } : access
  }

  /** As `test`, and counts the peer if it may come in; then call `leave` when it is gone. */
  enter(address: string | null, now: number): Decision {
    const decision = this.test(address, now)
    if (!decision.allowed) return decision
    this.#rate?.count(now)
    this.#open++
    this.#descriptors.take()
    if (address !== null) this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1)
    return decision
  }

  leave(address: string | null): void {
    this.#open--
    this.#descriptors.release()
    if (address === null) return
    const others = (this.#perAddress.get(address) ?? 1) - 1
    if (others > 0) this.#perAddress.set(address, others)
    else this.#perAddress.delete(address)
  }

  #exceeded(address: string | null, now: number) {
    const { maxConnections, maxConnectionsPerIp } = this.#limits
    if (maxConnections !== null && this.#open >= maxConnections) return 'max-connections'
    const fromThere = address === null ? 0 : (this.#perAddress.get(address) ?? 0)
    if (maxConnectionsPerIp !== null && fromThere >= maxConnectionsPerIp) return 'max-connections-per-ip'
    if (this.#descriptors.exhausted) return 'descriptors'
    if (this.#rate?.refuses(now)) return 'connection-rate'
    return null
  }
}
