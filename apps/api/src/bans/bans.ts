import type { BanInput, BanState, DefenderSettings, OffenceKind } from '@switchboard/contract'
import { blankEntry, encodeBatch } from '@switchboard/journal'
import {
  formatNetwork,
  parseNetwork,
  type JournalSink,
  type Network,
  type ServiceManager,
} from '@switchboard/netcore'
import type { BanRow, Store } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'
import { ulid } from 'ulid'
import { ApiError, invalid } from '../problem.ts'
import { checkNetwork } from './check-network.ts'
import { Defender, type Watched } from './defender.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** What is over counts for the length of the next ban for so long, and is listed for so long. */
const REMEMBERED_MS = 30 * DAY_MS
const MOST_ENDED = 10_000
/** Beyond so many, no more are made by score: whoever has that many addresses is not kept away by bans. */
const MOST_ACTIVE = 50_000
/** Ends are looked for at least this often: the clock on the wall may be set. */
const LONGEST_SLEEP_MS = 30_000
/** What the disk would not take is tried again after this time. */
const RETRY_MS = 5000

type Parts = {
  store: Pick<Store, 'bans'>
  manager: Pick<ServiceManager, 'setBans' | 'ban' | 'liftBans' | 'bans'>
  journal: JournalSink
  log: FastifyBaseLogger
}

export const stateOf = ({ endedAt, endedBy }: BanRow): BanState =>
  endedAt === null ? 'active' : endedBy === null ? 'expired' : 'lifted'

/** Which networks are banned and were, by hand and by score: in memory, on every engine, and on the disk. */
export class Bans {
  readonly #parts: Parts
  readonly #defender: Defender
  #safe: string[]
  /** In the order of their making. */
  readonly #rows = new Map<string, BanRow>()
  readonly #active = new Map<string, BanRow>()
  readonly #unsaved = new Set<string>()
  readonly #gone = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #lookAt = Infinity
  #retry: NodeJS.Timeout | undefined
  #saving: Promise<unknown> = Promise.resolve()

  /** With those on record; what has run out meanwhile ends now. */
  static async open(parts: Parts, settings: DefenderSettings): Promise<Bans> {
    return new Bans(parts, settings, await parts.store.bans.all())
  }

  private constructor(parts: Parts, settings: DefenderSettings, rows: BanRow[]) {
    this.#parts = parts
    this.#defender = new Defender(settings, () => performance.now())
    this.#safe = settings.safeList
    for (const row of rows) this.#rows.set(row.id, row)
    for (const row of rows) if (row.endedAt === null) this.#active.set(row.network, row)
    parts.manager.setBans([...this.#active.keys()], this.#safe)
    this.#look()
  }

  /** Newest first. */
  list(): BanRow[] {
    return [...this.#rows.values()].toReversed()
  }

  /** Those with a score and no ban: the highest, and how many there are. `lastAt` is in milliseconds since the epoch. */
  watched(limit: number): { hosts: Watched[]; total: number } {
    const { hosts, total } = this.#defender.watched(limit)
    const offset = Date.now() - performance.now()
    return { hosts: hosts.map((host) => ({ ...host, lastAt: host.lastAt + offset })), total }
  }

  use(settings: DefenderSettings): void {
    this.#safe = settings.safeList
    this.#defender.use(settings)
    this.#parts.manager.setBans([...this.#active.keys()], this.#safe)
  }

  /** The ban that an address is under; null if there is none. */
  of(address: string): BanRow | null {
    const network = this.#parts.manager.bans.find(address)
    return network === null ? null : (this.#active.get(network) ?? null)
  }

  /** Bans by hand. On the disk when it resolves. Throws `validation-failed`, `invalid-state` and what the store throws. */
  async add({ network: text, minutes = null, note = '' }: BanInput, createdBy: string): Promise<BanRow> {
    const parsed = checkNetwork(text)
    const network = formatNetwork(parsed)
    this.#refuseSafe(parsed, network)
    const there = this.#active.get(network)
    if (there) throw new ApiError('invalid-state', `${network} is banned already: lift ${there.id} first.`)
    const row = this.#newRow(network, { reason: 'manual', note, createdBy })
    const ban = { ...row, expiresAt: minutes === null ? null : row.createdAt + minutes * MINUTE_MS }
    await this.#parts.store.bans.save([ban], [])
    if (this.#active.has(network)) return this.#changedMeanwhile(ban)
    this.#begin(ban)
    return ban
  }

  /** Ends a ban. On the disk when it resolves. Throws `not-found` and what the store throws. */
  async lift(id: string, endedBy: string): Promise<void> {
    const ban = this.#rows.get(id)
    if (!ban || ban.endedAt !== null)
      throw new ApiError('not-found', `There is no active ban ${id}: GET /api/v1/bans lists what there is.`)
    this.#end({ ...ban, endedAt: Date.now(), endedBy })
    await this.#save()
  }

  /** Counts what hosts did, and bans those whose score suffices. */
  offend(offences: Iterable<{ network: string; kind: OffenceKind; count: number }>): void {
    for (const { network, kind, count } of offences) {
      if (this.#isExempt(network)) continue
      const verdict = this.#defender.offend(network, kind, count)
      if (verdict && this.#active.size < MOST_ACTIVE) this.#banByScore(verdict)
    }
  }

  /** Writes down what the disk has not taken yet. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#save().catch(() => undefined)
    clearTimeout(this.#retry)
  }

  #isExempt(network: string): boolean {
    const { bans } = this.#parts.manager
    const [address = ''] = network.split('/')
    return bans.isSafe(parseNetwork(network)) || bans.find(address) !== null
  }

  #refuseSafe(parsed: Network, network: string): void {
    if (!this.#parts.manager.bans.isSafe(parsed)) return
    const message = `is ${network}, which is never banned: take it off the safe list in the settings first`
    throw invalid([{ path: '/network', message }])
  }

  #banByScore({ network, score, events }: Watched): void {
    const row = this.#newRow(network, { reason: 'score', score, events })
    this.#begin({ ...row, expiresAt: row.createdAt + this.#defender.banMs(row.count) })
    this.#saveLater()
  }

  #newRow(network: string, about: Partial<BanRow> & Pick<BanRow, 'reason'>): BanRow {
    return {
      ...{ id: `ban_${ulid()}`, network, score: null, events: {}, note: '', createdBy: null },
      ...{ createdAt: Date.now(), count: this.#countOf(network) + 1, expiresAt: null },
      ...{ endedAt: null, endedBy: null },
      ...about,
    }
  }

  /** How often it was banned. What somebody has lifted was no reason to. */
  #countOf(network: string): number {
    const since = Date.now() - REMEMBERED_MS
    return [...this.#rows.values()].filter(
      (row) => row.network === network && stateOf(row) === 'expired' && (row.endedAt ?? 0) > since,
    ).length
  }

  #begin(ban: BanRow): void {
    this.#rows.set(ban.id, ban)
    this.#active.set(ban.network, ban)
    if (ban.reason === 'score') this.#unsaved.add(ban.id)
    this.#defender.forget(ban.network)
    this.#parts.manager.ban([ban.network])
    this.#tell('ban.added', ban)
    if (ban.expiresAt !== null && ban.expiresAt < this.#lookAt) this.#lookBy(ban.expiresAt)
  }

  #end(ban: BanRow): void {
    this.#rows.set(ban.id, ban)
    this.#active.delete(ban.network)
    this.#unsaved.add(ban.id)
    this.#parts.manager.liftBans([ban.network])
    this.#tell(ban.endedBy === null ? 'ban.expired' : 'ban.lifted', ban)
    this.#prune()
  }

  /** Ends what has run out, and comes back for the next. */
  #look(): void {
    const now = Date.now()
    let next = now + LONGEST_SLEEP_MS
    for (const ban of this.#active.values()) {
      if (ban.expiresAt === null) continue
      if (ban.expiresAt <= now) this.#end({ ...ban, endedAt: now })
      else next = Math.min(next, ban.expiresAt)
    }
    if (this.#unsaved.size > 0) this.#saveLater()
    this.#lookBy(next)
  }

  #lookBy(at: number): void {
    clearTimeout(this.#timer)
    this.#lookAt = at
    this.#timer = setTimeout(() => this.#look(), Math.max(0, at - Date.now())).unref()
  }

  #prune(): void {
    const since = Date.now() - REMEMBERED_MS
    let excess = this.#rows.size - this.#active.size - MOST_ENDED
    for (const { id, endedAt } of this.#rows.values()) {
      if (endedAt === null) continue
      if (excess-- <= 0 && endedAt > since) return
      this.#rows.delete(id)
      this.#unsaved.delete(id)
      this.#gone.add(id)
    }
  }

  /** Somebody else banned the same network while this was written down. */
  async #changedMeanwhile({ id, network }: BanRow): Promise<never> {
    await this.#parts.store.bans.save([], [id])
    throw new ApiError('invalid-state', `${network} was banned by somebody else just now.`)
  }

  #saveLater(): void {
    void this.#save().catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'bans are not on the disk yet')
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => this.#saveLater(), RETRY_MS).unref()
    })
  }

  #save(): Promise<void> {
    const saved = this.#saving.then(() => this.#write())
    this.#saving = saved.catch(() => undefined)
    return saved
  }

  async #write(): Promise<void> {
    const ids = [...this.#unsaved]
    const gone = [...this.#gone]
    if (ids.length + gone.length === 0) return
    this.#unsaved.clear()
    this.#gone.clear()
    try {
      await this.#parts.store.bans.save(
        ids.flatMap((id) => this.#rows.get(id) ?? []),
        gone,
      )
    } catch (error) {
      for (const id of ids) this.#unsaved.add(id)
      for (const id of gone) this.#gone.add(id)
      throw error
    }
  }

  #tell(type: 'ban.added' | 'ban.lifted' | 'ban.expired', ban: BanRow): void {
    const { id: banId, network, reason, score, events, note, count, createdBy, expiresAt, endedBy } = ban
    const about = { banId, network, reason, count, ...(note !== '' && { note }) }
    const added = {
      ...{ ...about, events, expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString() },
      ...(score !== null && { score }),
      ...(createdBy !== null && { by: createdBy }),
    }
    const detail = type === 'ban.added' ? added : { ...about, ...(endedBy !== null && { by: endedBy }) }
    const entry = blankEntry(type, type === 'ban.added' ? 'warning' : 'info')
    const remoteAddress = /^(.*)\/(32|128)$/.exec(network)?.[1] ?? null
    void this.#parts.journal(encodeBatch([{ ...entry, remoteAddress, detail }]))
  }
}
