import { EventEmitter } from 'node:events'
import { decodeBatch, type JournalBatch, type NewEntry } from '@switchboard/journal'
import type { Catalogue } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'

type Thread = {
  serviceId: string
  unread: number
  /** The `seq` of the caller's newest message. */
  newest: number
  /** Messages since this program started; tells what came while the store was counting. */
  arrived: number
}

/**
 * What callers of chats have said and nobody has read, the same for everybody who looks. How far each chat was read is
 * in the store; the numbers are kept here, so that the journal pays next to nothing for them. Emits `changed`.
 */
export class Unread extends EventEmitter<{ changed: [connectionId: string, serviceId: string] }> {
  readonly #store: Store['chats']
  readonly #catalogue: Catalogue
  readonly #threads = new Map<string, Thread>()
  readonly #ofServices = new Map<string, number>()

  /** Rejects with what the store throws. */
  static async load(store: Store['chats'], catalogue: Catalogue): Promise<Unread> {
    const unread = new Unread(store, catalogue)
    for (const { connectionId, serviceId, unread: count, newest } of await store.unread())
      unread.#set(connectionId, { serviceId, unread: count, newest, arrived: 0 })
    return unread
  }

  private constructor(store: Store['chats'], catalogue: Catalogue) {
    super()
    this.#store = store
    this.#catalogue = catalogue
  }

  /** null where no operator can speak. */
  of({ id, protocol }: { id: string; protocol: string }): number | null {
    return this.#isChat(protocol) ? this.count(id) : null
  }

  /** The sum over a service's connections; null where no operator can speak. */
  ofService({ id, protocol }: { id: string; protocol: string }): number | null {
    return this.#isChat(protocol) ? (this.#ofServices.get(id) ?? 0) : null
  }

  count(connectionId: string): number {
    return this.#threads.get(connectionId)?.unread ?? 0
  }

  /** Every chat with unread messages. */
  all(): Map<string, { serviceId: string; unread: number }> {
    return new Map(this.#threads)
  }

  /** Takes note of entries that are on the disk; the first has seq `first`. Reads the batch only if it has messages. */
  take(batch: JournalBatch, first: number): void {
    if (!batch.types.includes('chat.message')) return
    let seq = first
    for (const entry of decodeBatch(batch)) {
      if (entry.type === 'chat.message' && entry.direction === 'in') this.#add(entry, seq)
      seq++
    }
  }

  /** The chat was read up to the entry `seq`. Resolves once that is on the disk. */
  async read(connectionId: string, seq: number): Promise<void> {
    if (!this.#threads.has(connectionId)) return
    await this.#store.markRead(connectionId, seq)
    const before = this.#threads.get(connectionId)
    if (!before) return
    const isAll = seq >= before.newest
    const left = isAll ? 0 : await this.#store.countUnread(connectionId, before.newest)
    const now = this.#threads.get(connectionId)
    if (now) this.#set(connectionId, { ...now, unread: left + now.arrived - before.arrived })
  }

  #add({ connectionId, serviceId }: NewEntry, newest: number): void {
    if (connectionId === null || serviceId === null) return
    const { unread, arrived } = this.#threads.get(connectionId) ?? { unread: 0, arrived: 0 }
    this.#set(connectionId, { serviceId, unread: unread + 1, newest, arrived: arrived + 1 })
  }

  #set(connectionId: string, thread: Thread): void {
    const { serviceId, unread } = thread
    const change = unread - this.count(connectionId)
    this.#ofServices.set(serviceId, (this.#ofServices.get(serviceId) ?? 0) + change)
    if (unread > 0) this.#threads.set(connectionId, thread)
    else this.#threads.delete(connectionId)
    if (change !== 0) this.emit('changed', connectionId, serviceId)
  }

  #isChat(protocol: string): boolean {
    return this.#catalogue.get(protocol)?.operatorSays !== undefined
  }
}
