import type { ClientMessage } from '@switchboard/contract'
import type { ConnectionRecord, ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import { isInScope, type Scope } from '../access/reach.ts'
import type { Unread } from '../resources/chats/unread.ts'
import { presentService } from '../resources/services/services.presenter.ts'
import { readFilter } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import type { Sampler } from '../stats/sampler.ts'
import { ChangeHub, MOST_IN_PAGE } from './change-hub.ts'
import type { Changes } from './change-log.ts'
import type { JournalHub } from './journal-hub.ts'
import type { JournalReader } from './journal-reader.ts'
import { selectEntries } from './journal-selection.ts'
import { JournalSubscription } from './journal-subscription.ts'
import type { LiveSocket } from './live-socket.ts'
import { MatchingConnections, renderConnections } from './matching-connections.ts'
import { MissedPages } from './missed-pages.ts'
import { NarrowedHub } from './narrowed-hub.ts'
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
  sampler: Sampler
}

/** What can be followed. Made once; every reader's subscriptions hang on it. */
export class Topics {
  readonly #sources: Sources
  readonly #services: ChangeHub<null>
  readonly #connections: ChangeHub<ConnectionRecord>
  readonly #matching = new Map<string, MatchingConnections>()
  readonly #unread: ChangeHub<UnreadNote>
  readonly #stats: StatsHub
  readonly #statsOfEach: StatsHub
  readonly #missed: MissedPages

  constructor(sources: Sources) {
    const { services, manager, unread } = sources
    this.#sources = sources
    this.#missed = new MissedPages(sources.journal)
    this.#services = new ChangeHub((changes) => this.#renderServices(changes))
    // The manager reads the engines' batches for those who listen: nobody is to be listening for nobody.
    this.#connections = new ChangeHub((changes) => renderConnections(changes.values(), unread), {
      onBusy: () => manager.on('connections', this.#noteConnections),
      onIdle: () => manager.off('connections', this.#noteConnections),
    })
    this.#unread = new ChangeHub(renderUnread)
    this.#stats = this.#statsHub({})
    this.#statsOfEach = this.#statsHub({ each: true })
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
    { since, ...about }: Pick<Of<'journal'>, 'since' | 'service' | 'filter'>,
    scope: Scope,
  ): JournalSubscription {
    const { journal, journalHub, services } = this.#sources
    const selection = selectEntries(services, { ...about, scope })
    const parts = { reader, hub: journalHub, selection, missed: this.#missed }
    return new JournalSubscription(parts, Math.min(since ?? journalHub.newest, journal.newest))
  }

  /** Throws `validation-failed` for a filter that is none. */
  follow(socket: LiveSocket, message: Exclude<Subscribe, { topic: 'journal' }>, scope: Scope) {
    const { id } = message
    switch (message.topic) {
      case 'services':
        return this.#followServices(id, socket, scope)
      case 'connections':
        return message.filter
          ? this.#followMatching(id, socket, message.filter, scope)
          : this.#followConnections(id, socket, scope)
      case 'stats':
        return new StatsSubscription(id, socket, this.#statsOf(message, scope))
      case 'unread':
        return this.#followUnread(id, socket, scope)
    }
  }

  #followServices(id: string, socket: LiveSocket, scope: Scope): StateSubscription<null> {
    const { services, unread } = this.#sources
    const known = () => services.list().filter(({ settings }) => isInScope(scope, settings.id))
    const present = () => known().map((it) => presentService(it, unread))
    const whole = () => ({ body: `"services":${JSON.stringify(present())}`, more: false })
    const hub = this.#narrowed(scope, {
      all: this.#services,
      passes: (serviceId) => isInScope(scope, serviceId),
      render: (changes) => this.#renderServices(changes),
    })
    return new StateSubscription({ id, topic: 'services', socket, hub, whole })
  }

  #followConnections(id: string, socket: LiveSocket, scope: Scope): StateSubscription<ConnectionRecord> {
    const { unread } = this.#sources
    const passes = ({ serviceId }: ConnectionRecord) => isInScope(scope, serviceId)
    const whole = this.#openConnections(scope ? () => passes : undefined)
    const hub = this.#narrowed(scope, {
      all: this.#connections,
      passes: (_id, record) => passes(record),
      render: (changes) => renderConnections(changes.values(), unread),
    })
    return new StateSubscription({ id, topic: 'connections', socket, hub, whole })
  }

  #followMatching(
    id: string,
    socket: LiveSocket,
    text: string,
    scope: Scope,
  ): StateSubscription<ConnectionRecord | null> {
    const matching = this.#matchingOf(text, scope)
    const whole = this.#openConnections(() => matching.matcher())
    return new StateSubscription({ id, topic: 'connections', socket, hub: matching.hub, whole })
  }

  /** All of it for who may know of all. */
  #narrowed<Note>(scope: Scope, parts: ConstructorParameters<typeof NarrowedHub<Note>>[0]): ChangeHub<Note> {
    return scope ? new NarrowedHub(parts).hub : parts.all
  }

  /** The same for all who may know of all. */
  #statsOf({ service, each = false }: Of<'stats'>, scope: Scope): StatsHub {
    if (service === undefined && scope === null) return each ? this.#statsOfEach : this.#stats
    const counts = (id: string) => isInScope(scope, id) && (service === undefined || id === service)
    return this.#statsHub({ each, counts })
  }

  #statsHub({ each = false, counts }: { each?: boolean; counts?: (serviceId: string) => boolean }): StatsHub {
    const { services, sampler } = this.#sources
    const all = () => services.list()
    const some = () => all().filter(({ settings }) => counts?.(settings.id))
    return new StatsHub({ sampler, services: counts ? some : all, isWhole: !counts, each })
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

  /** The same for all readers of a filter and scope, as long as there are some. Throws `validation-failed`. */
  #matchingOf(text: string, scope: Scope): MatchingConnections {
    const key = JSON.stringify([text, scope && [...scope].sort()])
    const known = this.#matching.get(key)
    if (known) return known
    const { manager, services, unread } = this.#sources
    const filter = readFilter(text, 'connections')
    const open = manager.connections.list()
    const onIdle = () => void this.#matching.delete(key)
    const matching = new MatchingConnections({
      filter,
      scope,
      services,
      unread,
      open,
      all: this.#connections,
      onIdle,
    })
    this.#matching.set(key, matching)
    return matching
  }

  #followUnread(id: string, socket: LiveSocket, scope: Scope): StateSubscription<UnreadNote> {
    const { unread } = this.#sources
    const passes = ({ serviceId }: UnreadNote) => isInScope(scope, serviceId)
    const known = () => new Map([...unread.all()].filter(([, note]) => passes(note)))
    const whole = () => ({ body: renderUnread(known()), more: false })
    const hub = this.#narrowed(scope, {
      all: this.#unread,
      passes: (_id, note) => passes(note),
      render: renderUnread,
    })
    return new StateSubscription({ id, topic: 'unread', socket, hub, whole })
  }

  #noteUnread(connectionId: string, serviceId: string): void {
    const { manager, unread } = this.#sources
    this.#unread.note(connectionId, { serviceId, unread: unread.count(connectionId) })
    this.#services.note(serviceId, null)
    const record = manager.connections.get(connectionId)
    if (record) this.#connections.note(connectionId, record)
  }

  #renderServices(changes: Changes<null>): string {
    const { services, unread } = this.#sources
    const ids = [...changes.keys()]
    const changed = ids.flatMap((id) => services.find(id) ?? [])
    const deleted = ids.filter((id) => !services.find(id))
    const body = `"services":${JSON.stringify(changed.map((it) => presentService(it, unread)))}`
    return deleted.length > 0 ? `${body},"deleted":${JSON.stringify(deleted)}` : body
  }
}

/** How many messages of a connection nobody has read. */
type UnreadNote = { serviceId: string; unread: number }

function renderUnread(changes: Changes<UnreadNote>): string {
  const counts = Array.from(changes, ([id, { unread }]) => [id, unread])
  return `"unread":${JSON.stringify(Object.fromEntries(counts))}`
}
