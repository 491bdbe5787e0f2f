import type { ConnectionRecord, ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import type { Unread } from '../resources/chats/unread.ts'
import { presentConnection } from '../resources/connections/connections.presenter.ts'
import { presentService } from '../resources/services/services.presenter.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import { ChangeHub, type Changes } from './change-hub.ts'
import type { JournalHub } from './journal-hub.ts'
import { JournalSubscription } from './journal-subscription.ts'
import type { LiveSocket } from './live-socket.ts'
import { StateSubscription } from './state-subscription.ts'

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

  constructor(sources: Sources) {
    const { services, manager, unread } = sources
    this.#sources = sources
    this.#services = new ChangeHub((changes) => renderServices(services, unread, [...changes.keys()]))
    this.#connections = new ChangeHub((changes) => renderConnections(changes, unread))
    this.#unread = new ChangeHub(renderUnread)
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

  followJournal(id: string, socket: LiveSocket, since?: number, serviceId?: string): JournalSubscription {
    const { journal, journalHub } = this.#sources
    const parts = { id, socket, hub: journalHub, journal, ...(serviceId && { serviceId }) }
    return new JournalSubscription(parts, since)
  }

  follow(topic: 'services' | 'connections' | 'unread', id: string, socket: LiveSocket) {
    switch (topic) {
      case 'services':
        return this.#followServices(id, socket)
      case 'connections':
        return this.#followConnections(id, socket)
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
    const whole = () =>
      renderConnections(new Map(manager.connections.list().map((record) => [record.id, record])), unread)
    return new StateSubscription({ id, topic: 'connections', socket, hub: this.#connections, whole })
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

function renderConnections(changes: Changes<ConnectionRecord>, unread: Unread): string {
  const now = Date.now()
  const connections = [...changes.values()].map((record) => presentConnection(record, unread, now))
  return `"connections":${JSON.stringify(connections)}`
}

function renderUnread(changes: Changes<number>): string {
  return `"unread":${JSON.stringify(Object.fromEntries(changes))}`
}
