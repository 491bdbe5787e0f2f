import type { DefenderSettings, OffenceKind } from '@switchboard/contract'

const MINUTE_MS = 60_000
/** More than these are not remembered; who was quiet the longest is forgotten first. */
const MOST_HOSTS = 100_000
/** The observation time moves on in so many steps, so that a host takes no more memory than that. */
const STEPS = 10

export type Events = Partial<Record<OffenceKind, number>>

/** What speaks against a host. `lastAt` is on the clock that was given. */
export type Watched = { network: string; score: number; events: Events; lastAt: number }

type Host = { scores: { at: number; score: number }[]; events: Events; lastAt: number }

/**
 * Keeps the scores of hosts, networks in CIDR notation, in the terms of SFTPGo's defender: each event has a score and
 * counts for the observation time; who reaches the threshold is to be banned.
 */
export class Defender {
  #settings: DefenderSettings
  readonly #now: () => number
  readonly #hosts = new Map<string, Host>()

  /** `now`: monotonic, in milliseconds. */
  constructor(settings: DefenderSettings, now: () => number) {
    this.#settings = settings
    this.#now = now
  }

  /** With other scores everybody begins anew. */
  use(settings: DefenderSettings): void {
    this.#settings = settings
    this.#hosts.clear()
  }

  /** The host did this so often. Answers what speaks against it if it is to be banned now; its score is nought then. */
  offend(network: string, kind: OffenceKind, count: number): Watched | null {
    const score = this.#scoreOf(kind) * count
    if (score === 0) return null
    const now = this.#now()
    const host = this.#hosts.get(network) ?? { scores: [], events: {}, lastAt: now }
    this.#hosts.delete(network)
    this.#add(host, score, now)
    host.events[kind] = (host.events[kind] ?? 0) + count
    const watched = toWatched(network, host)
    if (watched.score >= this.#settings.threshold) return watched
    this.#remember(network, host)
    return null
  }

  forget(network: string): void {
    this.#hosts.delete(network)
  }

  /** Highest score first, and how many there are. */
  watched(limit: number): { hosts: Watched[]; total: number } {
    const now = this.#now()
    for (const [network, host] of this.#hosts) {
      this.#drop(host, now)
      if (host.scores.length === 0) this.#hosts.delete(network)
    }
    const all = Array.from(this.#hosts, ([network, host]) => ({ network, host, score: sum(host) }))
    const highest = all.sort((a, b) => b.score - a.score).slice(0, limit)
    return { hosts: highest.map(({ network, host }) => toWatched(network, host)), total: all.length }
  }

  /** How long the ban of that number lasts, milliseconds. */
  banMs(count: number): number {
    const { banTimeMinutes, banTimeIncrement, maxBanTimeMinutes } = this.#settings
    const grown = banTimeMinutes * (1 + (banTimeIncrement / 100) * (count - 1))
    return Math.min(grown, maxBanTimeMinutes) * MINUTE_MS
  }

  #add(host: Host, score: number, now: number): void {
    this.#drop(host, now)
    // What happened before the observation time is over as an event, too.
    if (host.scores.length === 0) host.events = {}
    host.lastAt = now
    const newest = host.scores.at(-1)
    if (newest && now - newest.at < this.#observationMs / STEPS) newest.score += score
    else host.scores.push({ at: now, score })
  }

  #drop(host: Host, now: number): void {
    host.scores = host.scores.filter(({ at }) => now - at < this.#observationMs)
  }

  #remember(network: string, host: Host): void {
    this.#hosts.set(network, host)
    if (this.#hosts.size <= MOST_HOSTS) return
    for (const quietest of this.#hosts.keys()) return void this.#hosts.delete(quietest)
  }

  get #observationMs(): number {
    return this.#settings.observationTimeMinutes * MINUTE_MS
  }

  #scoreOf(kind: OffenceKind): number {
    const settings = this.#settings
    if (!settings.enabled) return 0
    const scores: Record<OffenceKind, number> = {
      authRejected: settings.scoreAuthRejected,
      loginRejected: settings.scoreLoginRejected,
      protocolError: settings.scoreProtocolError,
      fileRejected: settings.scoreFileRejected,
      connectionRefused: settings.scoreConnectionRefused,
      noMessage: settings.scoreNoMessage,
    }
    return scores[kind]
  }
}

const sum = ({ scores }: Host): number => scores.reduce((all, { score }) => all + score, 0)

const toWatched = (network: string, host: Host): Watched => ({
  network,
  score: sum(host),
  events: { ...host.events },
  lastAt: host.lastAt,
})
