import type { ClientMessage } from '@switchboard/contract'
import type { ConnectionRecord, ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import type { Unread } from '../resources/chats/unread.ts'
import { presentService } from '../resources/services/services.presenter.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import { ChangeHub, type Changes } from './change-hub.ts'
import { Gate } from './gate.ts'
import type { JournalHub } from './journal-hub.ts'
import { selectEntries } from './journal-selection.ts'
import { JournalSubscription } from './journal-subscription.ts'
import type { LiveSocket } from './live-socket.ts'
import { MatchingConnections, renderConnections } from './matching-connections.ts'
import { StateSubscription } from './state-subscription.ts'
import { StatsHub } from './stats-hub.ts'
import { StatsSubscription } from './stats-subscription.ts'

/** What a client says to follow a topic. */
export type Subscribe = Extract<ClientMessage, { op: 'subscribe' }>
type Of<Topic> = Extract<Subscribe, { topic: Topic }>

/** Readers whose missed entries are fetched from the store at the same time. */
const READING_AT_ONCE = 4

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
  readonly #unread: ChangeHub<number>
  readonly #stats: StatsHub
  readonly #pages = new Gate(READING_AT_ONCE)

  constructor(sources: Sources) {
    const { services, manager, unread } = sources
    this.#sources = sources
    this.#services = new ChangeHub((changes) => renderServices(services, unread, [...changes.keys()]))
    this.#connections = new ChangeHub((changes) => renderConnections(changes.values(), unread))
    this.#unread = new ChangeHub(renderUnread)
    this.#stats = new StatsHub(() => ({
      entries: this.seq,
      services: services.list().map(({ settings: { id }, running: { stats } }) => ({ id, stats })),
    }))
    services.on('changed', (id) => this.#services.note(id, null))
    services.on('deleted', (id) => this.#services.note(id, null))
    manager.on('connections', (records) => {
      for (const record of records) this.#connections.note(record.id, record)
    })
    unread.on('changed', (connectionId, serviceId) => this.#noteUnread(connectionId, serviceId))
  }

  /** The newest seq of the journal a reader could have been told of. */
  get seq(): number {
    return this.#sources.journalHub.newest
  }

  /** Throws `validation-failed` for a filter that is none. */
  followJournal(socket: LiveSocket, { id, since, service, filter }: Of<'journal'>): JournalSubscription {
    const { journal, journalHub, services } = this.#sources
    const selection = selectEntries(services, service, filter)
    const parts = { id, socket, hub: journalHub, journal, selection, pages: this.#pages }
    return new JournalSubscription(parts, since)
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
    const whole = () =>
      `"services":${JSON.stringify(services.list().map((it) => presentService(it, unread)))}`
    return new StateSubscription({ id, topic: 'services', socket, hub: this.#services, whole })
  }

  #followConnections(id: string, socket: LiveSocket): StateSubscription<ConnectionRecord> {
    const { manager, unread } = this.#sources
    const whole = () => renderConnections(manager.connections.list(), unread)
    return new StateSubscription({ id, topic: 'connections', socket, hub: this.#connections, whole })
  }

  #followMatching(id: string, socket: LiveSocket, filter: string): StateSubscription<ConnectionRecord> {
    const { manager, services, unread } = this.#sources
    const matching = new MatchingConnections(filter, services, unread)
    const whole = () => matching.whole(manager.connections.list())
    const render = (changes: Changes<ConnectionRecord>) => matching.changes(changes)
    return new StateSubscription({ id, topic: 'connections', socket, hub: this.#connections, whole, render })
  }

  #followUnread(id: string, socket: LiveSocket): StateSubscription<number> {
    const whole = () => renderUnread(this.#sources.unread.all())
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
