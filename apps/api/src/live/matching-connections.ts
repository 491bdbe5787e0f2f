import type { Filter } from '@switchboard/filter'
import type { ConnectionRecord } from '@switchboard/netcore'
import { isInScope, type Scope } from '../access/reach.ts'
import type { Unread } from '../resources/chats/unread.ts'
import { presentConnection } from '../resources/connections/connections.presenter.ts'
import { matcherOf } from '../resources/connections/matcher-of.ts'
import { findingOf } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import { ChangeHub, type ChangePage, type ChangeReader } from './change-hub.ts'
import type { Changes } from './change-log.ts'

type Parts = {
  filter: Filter
  scope: Scope
  services: ServiceRegistry
  unread: Unread
  /** Those that are open now. */
  open: ConnectionRecord[]
  /** Where changes of all connections come from. */
  all: ChangeHub<ConnectionRecord>
  /** The last reader has gone. */
  onIdle: () => void
}

/**
 * What all readers of one filter and scope are told of connections: those that pass it, and which of those do not any more. A
 * connection is tried when something changes about it.
 */
export class MatchingConnections implements ChangeReader<ConnectionRecord> {
  /** null: it passed before, and does not now. */
  readonly hub: ChangeHub<ConnectionRecord | null>
  readonly #parts: Parts
  /** Open ones that passed when they were tried last. */
  readonly #passing: Set<string>
  #position: number

  constructor(parts: Parts) {
    this.#parts = parts
    this.#passing = new Set(parts.open.filter(this.matcher()).map(({ id }) => id))
    this.#position = parts.all.end
    const unfollow = parts.all.follow(this)
    const render = (changes: Changes<ConnectionRecord | null>) => renderMatching(changes, parts.unread)
    const onIdle = () => {
      unfollow()
      parts.onIdle()
    }
    this.hub = new ChangeHub(render, { onIdle })
  }

  get position(): number {
    return this.#position
  }

  /** With the services and the time as they are now. */
  matcher(): (record: ConnectionRecord) => boolean {
    const { filter, scope, services } = this.#parts
    const matches = matcherOf(findingOf(filter, services))
    return (record) => isInScope(scope, record.serviceId) && matches(record)
  }

  take({ changes, to }: ChangePage<ConnectionRecord>): void {
    this.#position = to
    const passes = this.matcher()
    const told = new Map<string, ConnectionRecord | null>()
    for (const [id, record] of changes) {
      const isPassing = passes(record)
      if (isPassing) told.set(id, record)
      else if (this.#passing.has(id)) told.set(id, null)
      if (isPassing && record.closedAt === null) this.#passing.add(id)
      else this.#passing.delete(id)
    }
    this.hub.publish(told)
  }

  /** It takes every page, and is never behind. */
  lose(): void {}
}

function renderMatching(changes: Changes<ConnectionRecord | null>, unread: Unread): string {
  const left = [...changes].flatMap(([id, record]) => (record ? [] : [id]))
  const body = renderConnections(
    [...changes.values()].filter((record) => record !== null),
    unread,
  )
  return left.length > 0 ? `${body},"left":${JSON.stringify(left)}` : body
}

/** The inside of a JSON object. */
export function renderConnections(records: Iterable<ConnectionRecord>, unread: Unread): string {
  const now = Date.now()
  const connections = [...records].map((record) => presentConnection(record, unread, now))
  return `"connections":${JSON.stringify(connections)}`
}
