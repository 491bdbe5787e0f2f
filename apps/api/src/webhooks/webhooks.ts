import type { WebhookInput, WebhookPatch } from '@switchboard/contract'
import { encodeBatch, blankEntry } from '@switchboard/journal'
import type { JournalSink } from '@switchboard/netcore'
import type { Store, WebhookRow } from '@switchboard/store'
import { ulid } from 'ulid'
import { Gate } from '../live/gate.ts'
import { ApiError, invalid } from '../problem.ts'
import { presentEntry } from '../resources/journal/journal.presenter.ts'
import { readFilter } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import { SecretError, type SecretBox } from '../secret-box.ts'
import { Courier, type CourierParts } from './courier.ts'
import type { Outcome } from './post.ts'
import { ReceiverRefused, type Receivers } from './receivers.ts'
import { generateSecret, secretProblem } from './signature.ts'

const MOST_WEBHOOKS = 100
const READING_AT_ONCE = 2
const SENDING_AT_ONCE = 16
/** How far deliveries are is written down this often, milliseconds, for all webhooks together. */
const SAVE_EVERY_MS = 1000

type Parts = {
  store: Pick<Store, 'webhooks' | 'journal'>
  services: ServiceRegistry
  journal: JournalSink
  receivers: Receivers
  secrets: SecretBox
  /** Hears of every attempt. */
  attempted: (outcome: Outcome) => void
}

/** The webhooks there are, each with its courier. */
export class Webhooks {
  readonly #parts: Parts
  readonly #couriers = new Map<string, Courier>()
  readonly #dirty = new Set<string>()
  readonly #rounds: Omit<CourierParts, 'journal' | 'services' | 'receivers'>
  readonly #timer: NodeJS.Timeout
  /** Changes happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  /** Goes on where the last manager stopped. */
  static async open(parts: Parts): Promise<Webhooks> {
    const webhooks = new Webhooks(parts)
    for (const row of await parts.store.webhooks.all()) webhooks.#begin(row)
    return webhooks
  }

  private constructor(parts: Parts) {
    const { secrets, attempted } = parts
    this.#parts = parts
    this.#rounds = {
      reading: new Gate(READING_AT_ONCE),
      sending: new Gate(SENDING_AT_ONCE),
      secretOf: ({ id, secret }) => secrets.unseal(secret, placeOf(id)),
      changed: ({ id }) => void this.#dirty.add(id),
      attempted,
      gaveUp: (row) => this.#tellOfGivingUp(row),
    }
    this.#timer = setInterval(
      () => void this.#inTurn(() => this.#save()).catch(() => undefined),
      SAVE_EVERY_MS,
    )
  }

  /** Newest first. */
  list(): WebhookRow[] {
    return Array.from(this.#couriers.values(), ({ row }) => row).toReversed()
  }

  /** Throws `not-found`. */
  get(id: string): WebhookRow {
    return this.#courier(id).row
  }

  /** Answers the secret if it was generated. Throws problems that name the field. */
  async create(input: WebhookInput): Promise<{ row: WebhookRow; secret: string | null }> {
    this.#check(input)
    return await this.#inTurn(async () => {
      if (this.#couriers.size >= MOST_WEBHOOKS)
        throw new ApiError(
          'invalid-state',
          `There are ${MOST_WEBHOOKS} webhooks, the most there can be: delete one first.`,
        )
      const generated = input.secret === undefined ? generateSecret() : null
      const row = await this.#newRow(input, input.secret ?? generated ?? '')
      await this.#parts.store.webhooks.create(row)
      this.#begin(row)
      return { row, secret: generated }
    })
  }

  /** Throws `not-found`, problems that name the field, and what `check` throws, which sees the webhook as it is then. */
  async patch(
    id: string,
    { secret, ...settings }: WebhookPatch,
    check: (row: WebhookRow) => void,
  ): Promise<WebhookRow> {
    this.#check({ ...settings, ...(secret !== undefined && { secret }) })
    return await this.#inTurn(async () => {
      const courier = this.#courier(id)
      check(courier.row)
      const sealed = secret === undefined ? {} : { secret: await this.#seal(id, secret) }
      await this.#parts.store.webhooks.update([
        { ...courier.row, ...settings, ...sealed, failingSince: null },
      ])
      courier.update({ ...settings, ...sealed })
      return courier.row
    })
  }

  /** Throws `not-found`. */
  async delete(id: string): Promise<void> {
    await this.#inTurn(async () => {
      const courier = this.#courier(id)
      await this.#parts.store.webhooks.delete(id)
      courier.end()
      this.#couriers.delete(id)
    })
  }

  /** Sends an entry that is in no journal, and answers how that went. Throws `not-found`. */
  async test(id: string): Promise<Outcome> {
    const entry = presentEntry({ ...blankEntry('webhook.test', 'info'), seq: 0 })
    return this.#courier(id).test(entry)
  }

  /** What was delivered is written down; nothing more is sent. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    for (const courier of this.#couriers.values()) courier.end()
    await this.#inTurn(() => this.#save()).catch(() => undefined)
  }

  #begin(row: WebhookRow): void {
    const { store, services, receivers } = this.#parts
    const courier = new Courier(row, { ...this.#rounds, journal: store.journal, services, receivers })
    this.#couriers.set(row.id, courier)
  }

  async #newRow(
    { name, url, filter = '', enabled = true }: WebhookInput,
    secret: string,
  ): Promise<WebhookRow> {
    const id = `whk_${ulid()}`
    return {
      ...{ id, name, url, filter, enabled, secret: await this.#seal(id, secret) },
      createdAt: Date.now(),
      cursor: this.#parts.store.journal.newest,
      failingSince: null,
      lastAt: null,
      lastStatus: null,
      lastError: null,
    }
  }

  #check({ url, filter, secret }: WebhookPatch): void {
    if (filter) readFilter(filter, 'journal')
    const problem = secret === undefined ? null : secretProblem(secret)
    if (problem !== null) throw invalid([{ path: '/secret', message: problem }])
    try {
      if (url !== undefined) this.#parts.receivers.check(url)
    } catch (error) {
      if (!(error instanceof ReceiverRefused)) throw error
      throw invalid([{ path: '/url', message: `${JSON.stringify(url)} ${error.message}` }])
    }
  }

  async #seal(id: string, secret: string): Promise<string> {
    try {
      return await this.#parts.secrets.seal(secret, placeOf(id))
    } catch (error) {
      if (!(error instanceof SecretError)) throw error
      throw new ApiError('secrets-unavailable', `The secret cannot be kept: ${error.message}.`)
    }
  }

  #courier(id: string): Courier {
    const courier = this.#couriers.get(id)
    if (courier) return courier
    throw new ApiError('not-found', `There is no webhook ${id}: GET /api/v1/webhooks lists what there is.`)
  }

  /** What cannot be written now is tried again with the next. */
  async #save(): Promise<void> {
    const rows = [...this.#dirty].flatMap((id) => this.#couriers.get(id)?.row ?? [])
    if (rows.length === 0) return
    this.#dirty.clear()
    await this.#parts.store.webhooks.update(rows).catch((error: unknown) => {
      for (const { id } of rows) this.#dirty.add(id)
      throw error
    })
  }

  #tellOfGivingUp({ id, name, lastError }: WebhookRow): void {
    const detail = { webhookId: id, name, reason: lastError }
    void this.#parts.journal(encodeBatch([{ ...blankEntry('webhook.disabled', 'error'), detail }]))
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

const placeOf = (id: string) => `webhook ${id}`
