import type { ClientMessage } from '@switchboard/contract'
import type { ConnectionRecord, ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import type { Unread } from '../resources/chats/unread.ts'
import { presentService } from '../resources/services/services.presenter.ts'
import { readFilter } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import { ChangeHub, MOST_IN_PAGE } from './change-hub.ts'
import type { Changes } from './change-log.ts'
import type { JournalHub } from './journal-hub.ts'
import type { JournalReader } from './journal-reader.ts'
import { selectEntries } from './journal-selection.ts'
import { JournalSubscription } from './journal-subscription.ts'
import type { LiveSocket } from './live-socket.ts'
import { MatchingConnections, renderConnections } from './matching-connections.ts'
import { MissedPages } from './missed-pages.ts'
import { StateSubscription, type WholePage } from './state-subscription.ts'
import { StatsHub } from './stats-hub.ts'
import { StatsSubscription } from './stats-subscription.ts'

/** What a client says to follow a topic. */
export type Subscribe = Extract<ClientMessage, { op: 'subscribe' }>
type Of<Topic> = Extract<Subscribe, { topic: Topic }>

type Sources = {
  services: ServiceRegistry
  manager: ServiceManager
  journal: Store['journal']
  journalHub: JournalHub
  unread: Unread
}

/** What can be followed. Made once; every reader's subscriptions hang on it. */
export class Topics {
  readonly #sources: Sources
  readonly #services: ChangeHub<null>
  readonly #connections: ChangeHub<ConnectionRecord>
  readonly #matching = new Map<string, MatchingConnections>()
  readonly #unread: ChangeHub<number>
  readonly #stats: StatsHub
  readonly #missed: MissedPages

  constructor(sources: Sources) {
    const { services, manager, unread } = sources
    this.#sources = sources
    this.#missed = new MissedPages(sources.journal)
    this.#services = new ChangeHub((changes) => renderServices(services, unread, [...changes.keys()]))
    // The manager reads the engines' batches for those who listen: nobody is to be listening for nobody.
    this.#connections = new ChangeHub((changes) => renderConnections(changes.values(), unread), {
      onBusy: () => manager.on('connections', this.#noteConnections),
      onIdle: () => manager.off('connections', this.#noteConnections),
    })
    this.#unread = new ChangeHub(renderUnread)
    this.#stats = new StatsHub(() => ({
      entries: this.seq,
      services: services.list().map(({ settings: { id }, running: { stats } }) => ({ id, stats })),
    }))
    services.on('changed', (id) => this.#services.note(id, null))
    services.on('deleted', (id) => this.#services.note(id, null))
    unread.on('changed', (connectionId, serviceId) => this.#noteUnread(connectionId, serviceId))
  }

  readonly #noteConnections = (records: ConnectionRecord[]): void => {
    for (const record of records) this.#connections.note(record.id, record)
  }

  /** The newest seq of the journal a reader could have been told of. */
  get seq(): number {
    return this.#sources.journalHub.newest
  }

  /** Throws `validation-failed` for a filter that is none. */
  followJournal(
    reader: JournalReader,
    { since, service, filter }: Pick<Of<'journal'>, 'since' | 'service' | 'filter'>,
  ): JournalSubscription {
    const { journal, journalHub, services } = this.#sources
    const selection = selectEntries(services, service, filter)
    const parts = { reader, hub: journalHub, selection, missed: this.#missed }
    return new JournalSubscription(parts, Math.min(since ?? journalHub.newest, journal.newest))
  }

  /** Throws `validation-failed` for a filter that is none. */
  follow(socket: LiveSocket, message: Exclude<Subscribe, { topic: 'journal' }>) {
    const { id } = message
    switch (message.topic) {
      case 'services':
        return this.#followServices(id, socket)
      case 'connections':
        return message.filter
          ? this.#followMatching(id, socket, message.filter)
          : this.#followConnections(id, socket)
      case 'stats':
        return new StatsSubscription(id, socket, this.#stats)
      case 'unread':
        return this.#followUnread(id, socket)
    }
  }

  #followServices(id: string, socket: LiveSocket): StateSubscription<null> {
    const { services, unread } = this.#sources
    const present = () => services.list().map((it) => presentService(it, unread))
    const whole = () => ({ body: `"services":${JSON.stringify(present())}`, more: false })
    return new StateSubscription({ id, topic: 'services', socket, hub: this.#services, whole })
  }

  #followConnections(id: string, socket: LiveSocket): StateSubscription<ConnectionRecord> {
    const whole = this.#openConnections()
    return new StateSubscription({ id, topic: 'connections', socket, hub: this.#connections, whole })
  }

  #followMatching(id: string, socket: LiveSocket, text: string): StateSubscription<ConnectionRecord | null> {
    const matching = this.#matchingOf(text)
    const whole = this.#openConnections(() => matching.matcher())
    return new StateSubscription({ id, topic: 'connections', socket, hub: matching.hub, whole })
  }

  /** Everything that is open, page by page; with a `matcher` what passes it. */
  #openConnections(matcher?: () => (record: ConnectionRecord) => boolean): () => WholePage {
    const { manager, unread } = this.#sources
    let after = 0
    return () => {
      const { records, next } = manager.connections.page(after, MOST_IN_PAGE, matcher?.())
      after = next ?? after
      return { body: renderConnections(records, unread), more: next !== null }
    }
  }

  /** The same for all readers of a filter, as long as there are some. Throws `validation-failed`. */
  #matchingOf(text: string): MatchingConnections {
    const known = this.#matching.get(text)
    if (known) return known
    const { manager, services, unread } = this.#sources
    const filter = readFilter(text, 'connections')
    const open = manager.connections.list()
    const onIdle = () => void this.#matching.delete(text)
    const matching = new MatchingConnections({
      filter,
      services,
      unread,
      open,
      all: this.#connections,
      onIdle,
    })
    this.#matching.set(text, matching)
    return matching
  }

  #followUnread(id: string, socket: LiveSocket): StateSubscription<number> {
    const whole = () => ({ body: renderUnread(this.#sources.unread.all()), more: false })
    return new StateSubscription({ id, topic: 'unread', socket, hub: this.#unread, whole })
  }

  #noteUnread(connectionId: string, serviceId: string): void {
    const { manager, unread } = this.#sources
    this.#unread.note(connectionId, unread.count(connectionId))
    this.#services.note(serviceId, null)
    const record = manager.connections.get(connectionId)
    if (record) this.#connections.note(connectionId, record)
  }
}

function renderServices(services: ServiceRegistry, unread: Unread, ids: string[]): string {
  const changed = ids.flatMap((id) => services.find(id) ?? [])
  const deleted = ids.filter((id) => !services.find(id))
  const body = `"services":${JSON.stringify(changed.map((it) => presentService(it, unread)))}`
  return deleted.length > 0 ? `${body},"deleted":${JSON.stringify(deleted)}` : body
}

function renderUnread(changes: Changes<number>): string {
  return `"unread":${JSON.stringify(Object.fromEntries(changes))}`
}
