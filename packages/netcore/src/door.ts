import { Admission, type AdmissionRule, type Decision } from './admission.ts'
import type { BanList } from './bans/ban-list.ts'
import type { Offences } from './bans/offences.ts'
import type { Descriptors } from './descriptors.ts'
import type { Journal } from './journal.ts'
import { Refusals, type RefusedPeer } from './refusals.ts'
import type { ServiceSpec } from './service-spec.ts'

/** Rules that refuse somebody for what the address is or does. Of the others somebody else may be the cause. */
const BLAMED: ReadonlySet<AdmissionRule['kind']> = new Set(['deny', 'no-match', 'max-connections-per-ip'])

/** What the services of an engine share that decides about peers, and that hears of them. */
export type DoorParts = { journal: Journal; descriptors: Descriptors; bans: BanList; offences: Offences }

/** The door of one service: lets peers in or refuses them, on record and at their address's expense. */
export class Door {
  readonly #admission: Admission
  readonly #refusals: Refusals
  readonly #bans: BanList
  readonly #offences: Offences

  /** The service's name may change. */
  constructor(spec: ServiceSpec, service: { readonly id: string; readonly name: string }, parts: DoorParts) {
    this.#admission = new Admission(spec, parts.descriptors, parts.bans)
    this.#refusals = new Refusals(service, parts.journal)
    this.#bans = parts.bans
    this.#offences = parts.offences
  }

  /** All refused since the service was started. */
  get refused(): number {
    return this.#refusals.total
  }

  /** Limits and access rules count at once. */
  update(spec: ServiceSpec): void {
    this.#admission.update(spec)
  }

  /** What would happen to a peer from `address` now. */
  test(address: string): Decision {
    return this.#admission.test(address, performance.now())
  }

  /** Answers whether the peer is let in; then call `leave` when it is gone. */
  enter(peer: RefusedPeer): boolean {
    const now = performance.now()
    const { allowed, rule } = this.#admission.enter(peer.remoteAddress, now)
    if (!allowed) this.#refuse(rule, peer, now)
    return allowed
  }

  /** `address` is null for a Unix peer. */
  leave(address: string | null): void {
    this.#admission.leave(address)
  }

  /** Refuses a peer for what the service is, whoever it may be. */
  refuse(kind: 'challenge' | 'service-stopping', peer: RefusedPeer): void {
    this.#refuse({ kind, range: null }, peer, performance.now())
  }

  /** Whether a peer that was let in has been banned since; then it is refused after all. */
  refuseIfBanned(peer: RefusedPeer): boolean {
    const range = this.#bans.find(peer.remoteAddress)
    if (range !== null) this.#refuse({ kind: 'ban', range }, peer, performance.now())
    return range !== null
  }

  /** Puts on record what has gathered. `now` is monotonic, in milliseconds; call it a few times a second. */
  tick(now: number): void {
    this.#refusals.tick(now)
  }

  /** The service stops: puts on record at once what has gathered. */
  close(): void {
    this.#refusals.flush()
  }

  #refuse(rule: AdmissionRule, peer: RefusedPeer, now: number): void {
    this.#refusals.add(rule, peer, now)
    const isOwnFault = peer.transport === 'tcp' && BLAMED.has(rule.kind)
    if (isOwnFault && peer.remoteAddress !== null) this.#offences.add('connectionRefused', peer.remoteAddress)
  }
}
