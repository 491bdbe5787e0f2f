import type { ConnectionRecord, ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
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
}

/** What can be followed. Made once; every reader's subscriptions hang on it. */
export class Topics {
  readonly #sources: Sources
  readonly #services: ChangeHub<null>
  readonly #connections: ChangeHub<ConnectionRecord>

  constructor(sources: Sources) {
    const { services, manager } = sources
    this.#sources = sources
    this.#services = new ChangeHub((changes) => renderServices(services, [...changes.keys()]))
    this.#connections = new ChangeHub(renderConnections)
    services.on('changed', (id) => this.#services.note(id, null))
    services.on('deleted', (id) => this.#services.note(id, null))
    manager.on('connections', (records) => {
      for (const record of records) this.#connections.note(record.id, record)
    })
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

  followServices(id: string, socket: LiveSocket): StateSubscription<null> {
    const { services } = this.#sources
    const whole = () => `"services":${JSON.stringify(services.list().map(presentService))}`
    return new StateSubscription({ id, topic: 'services', socket, hub: this.#services, whole })
  }

  followConnections(id: string, socket: LiveSocket): StateSubscription<ConnectionRecord> {
    const { manager } = this.#sources
    const whole = () =>
      renderConnections(new Map(manager.connections.list().map((record) => [record.id, record])))
    return new StateSubscription({ id, topic: 'connections', socket, hub: this.#connections, whole })
  }
}

function renderServices(services: ServiceRegistry, ids: string[]): string {
  const changed = ids.flatMap((id) => services.find(id) ?? [])
  const deleted = ids.filter((id) => !services.find(id))
  const body = `"services":${JSON.stringify(changed.map(presentService))}`
  return deleted.length > 0 ? `${body},"deleted":${JSON.stringify(deleted)}` : body
}

function renderConnections(changes: Changes<ConnectionRecord>): string {
  const now = Date.now()
  const connections = [...changes.values()].map((record) => presentConnection(record, now))
  return `"connections":${JSON.stringify(connections)}`
}
