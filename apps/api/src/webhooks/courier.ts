import type { JournalEntry } from '@switchboard/contract'
import type { Store, WebhookRow } from '@switchboard/store'
import type { Gate } from '../live/gate.ts'
import { findingOf, readFilter } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import { backoff } from './backoff.ts'
import { deliveryOf, testDelivery, type Delivery } from './delivery.ts'
import { post, type Outcome } from './post.ts'
import type { Receivers } from './receivers.ts'
import { signatureHeaders } from './signature.ts'

export type CourierParts = {
  journal: Store['journal']
  services: Pick<ServiceRegistry, 'list'>
  receivers: Receivers
  /** Where couriers wait for their turn to read, and to send. */
  reading: Gate
  sending: Gate
  /** The secret in the clear. Throws where it cannot be read. */
  secretOf: (row: WebhookRow) => string
  /** The row has changed and wants to be written down, sooner or later. */
  changed: (row: WebhookRow) => void
  /** An attempt was made. */
  attempted: (outcome: Outcome) => void
  /** It is switched off, because nothing arrives there. */
  gaveUp: (row: WebhookRow) => void
}

const PAGE = 200
const EVERY_MS = 500
/** So long deliveries may fail, milliseconds. */
const PATIENCE_MS = 24 * 60 * 60 * 1000
const GONE = 410
const USER_AGENT = 'Switchboard-Webhooks/1'

/**
 * Brings entries to one receiver, in order, one delivery at a time:
 *
 *     look every half second ─▶ read on from the cursor ─▶ post ─▶ 2xx: the cursor moves ─▶ …
 *                                                          └▶ else: the same again, later and later
 *
 * It reads the store like any reader, so that the journal's own path knows nothing of it. The cursor is written down
 * after the delivery: after a crash the last ones may come twice, but none is left out.
 */
export class Courier {
  readonly #parts: CourierParts
  readonly #timer: NodeJS.Timeout
  #row: WebhookRow
  /** On its way, or waiting to be sent again. */
  #delivery: Delivery | null = null
  #failures = 0
  #retryAt = 0
  #isBusy = false
  #isEnded = false

  constructor(row: WebhookRow, parts: CourierParts) {
    this.#parts = parts
    this.#row = row
    this.#timer = setInterval(() => void this.#look(), EVERY_MS).unref()
  }

  get row(): WebhookRow {
    return this.#row
  }

  /** With other settings from now on; what failed is tried again at once. */
  update(settings: Partial<WebhookRow>): void {
    this.#row = { ...this.#row, ...settings, failingSince: null }
    this.#delivery = null
    this.#failures = 0
    this.#retryAt = 0
  }

  /** Sends something now, whatever waits. */
  async test(entry: JournalEntry): Promise<Outcome> {
    const outcome = await this.#post(testDelivery(this.#row, entry))
    this.#note({ ...lastOf(outcome) })
    return outcome
  }

  end(): void {
    this.#isEnded = true
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    const isDue = this.#row.enabled && performance.now() >= this.#retryAt
    const isBehind = this.#delivery !== null || this.#row.cursor < this.#parts.journal.newest
    if (this.#isBusy || !isDue || !isBehind) return
    this.#isBusy = true
    // What the store throws passes by itself: the next look tries again.
    await this.#catchUp().catch(() => undefined)
    this.#isBusy = false
  }

  /** Goes on as long as there are whole pages; what trickles in is gathered until the next look. */
  async #catchUp(): Promise<void> {
    for (let isMore = true; isMore && this.#row.enabled && !this.#isEnded;) {
      const settings = this.#row
      if (!this.#delivery) isMore = await this.#readOn()
      if (!this.#delivery) continue
      const { upTo } = this.#delivery
      const outcome = await this.#post(this.#delivery)
      // Somebody has changed the webhook meanwhile: what was sent may not be what is wanted now.
      if (settings.url !== this.#row.url || settings.filter !== this.#row.filter) return
      if (outcome.error !== null) return this.#failed(outcome)
      this.#delivery = null
      this.#failures = 0
      this.#note({ ...lastOf(outcome), cursor: upTo, failingSince: null })
    }
  }

  /** One page on from the cursor. False: that was the last for now. */
  async #readOn(): Promise<boolean> {
    const { journal } = this.#parts
    const before = this.#row
    const { newest } = journal
    const { rows, next } = await this.#parts.reading.pass(() => this.#read(before))
    if (before.filter !== this.#row.filter) return true
    const upTo = next ?? Math.max(newest, rows.at(-1)?.seq ?? 0)
    if (rows.length > 0) this.#delivery = deliveryOf(before, rows, upTo)
    else this.#note({ cursor: upTo })
    return next !== null || (this.#delivery?.upTo ?? upTo) < upTo
  }

  async #read({ cursor, filter }: WebhookRow) {
    const { journal, services } = this.#parts
    const query = { after: cursor, limit: PAGE }
    if (filter !== '')
      return journal.find({ ...query, ...findingOf(readFilter(filter, 'journal'), services) })
    const rows = await journal.list(query)
    return { rows, next: rows.length === PAGE ? (rows.at(-1)?.seq ?? null) : null }
  }

  async #post({ id, body }: Delivery): Promise<Outcome> {
    const { receivers, sending, secretOf, attempted } = this.#parts
    const outcome = await sending.pass(async () => {
      try {
        const signature = signatureHeaders(secretOf(this.#row), { id, at: Date.now(), body })
        const headers = { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...signature }
        return await post(this.#row.url, { headers, body }, receivers)
      } catch (error) {
        return { status: null, error: `The secret cannot be read: ${(error as Error).message}.` }
      }
    })
    attempted(outcome)
    return outcome
  }

  #failed(outcome: Outcome): void {
    const now = Date.now()
    const failingSince = this.#row.failingSince ?? now
    this.#failures += 1
    this.#retryAt = performance.now() + backoff(this.#failures)
    this.#note({ ...lastOf(outcome), failingSince })
    if (now - failingSince < PATIENCE_MS && outcome.status !== GONE) return
    this.#note({ enabled: false })
    this.#parts.gaveUp(this.#row)
  }

  #note(change: Partial<WebhookRow>): void {
    this.#row = { ...this.#row, ...change }
    this.#parts.changed(this.#row)
  }
}

const lastOf = ({ status, error }: Outcome) => ({ lastAt: Date.now(), lastStatus: status, lastError: error })
