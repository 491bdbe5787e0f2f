import type { ConnectionRecord } from '@switchboard/netcore'
import type { Filter } from '@switchboard/filter'
import type { Unread } from '../resources/chats/unread.ts'
import { presentConnection } from '../resources/connections/connections.presenter.ts'
import { matcherOf } from '../resources/connections/matcher-of.ts'
import { findingOf, readFilter } from '../resources/filter-query.ts'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import type { Changes } from './change-hub.ts'

/**
 * What one reader is told of connections: those that pass its filter, and which of those do not any more. A connection
 * is tried when something changes about it.
 */
export class MatchingConnections {
  readonly #filter: Filter
  readonly #services: ServiceRegistry
  readonly #unread: Unread
  /** Open ones that the reader was told of. */
  readonly #told = new Set<string>()

  /** Throws `validation-failed` for a filter that is none. */
  constructor(filter: string, services: ServiceRegistry, unread: Unread) {
    this.#filter = readFilter(filter, 'connections')
    this.#services = services
    this.#unread = unread
  }

  whole(open: ConnectionRecord[]): string {
    const passing = open.filter(this.#matcher())
    for (const { id } of passing) this.#told.add(id)
    return renderConnections(passing, this.#unread)
  }

  /** Null where there is nothing to tell. */
  changes(changes: Changes<ConnectionRecord>): string | null {
    const passes = this.#matcher()
    const passing: ConnectionRecord[] = []
    const left: string[] = []
    for (const record of changes.values()) {
      const isPassing = passes(record)
      if (isPassing) passing.push(record)
      else if (this.#told.has(record.id)) left.push(record.id)
      if (isPassing && record.closedAt === null) this.#told.add(record.id)
      else this.#told.delete(record.id)
    }
    if (passing.length === 0 && left.length === 0) return null
    const body = renderConnections(passing, this.#unread)
    return left.length > 0 ? `${body},"left":${JSON.stringify(left)}` : body
  }

  #matcher(): (record: ConnectionRecord) => boolean {
    return matcherOf(findingOf(this.#filter, this.#services))
  }
}

/** The inside of a JSON object. */
export function renderConnections(records: Iterable<ConnectionRecord>, unread: Unread): string {
  const now = Date.now()
  const connections = [...records].map((record) => presentConnection(record, unread, now))
  return `"connections":${JSON.stringify(connections)}`
}
