import type { ConnectionRecord, ServiceManager } from '@switchboard/netcore'
import type { FileRow, Store } from '@switchboard/store'
import type { FastifyInstance } from 'fastify'
import { noConnection } from '../resources/connections/no-connection.ts'
import { noFile } from '../resources/files/no-file.ts'
import { noService, type ConfiguredService } from '../resources/services/service-registry.ts'

/** Ids of the only services somebody may see; null: all. */
export type Scope = ReadonlySet<string> | null

/** Whether something about this service, or about none, is in scope. */
export const isInScope = (scope: Scope, serviceId: string | null): boolean =>
  scope === null || (serviceId !== null && scope.has(serviceId))

type App = Pick<FastifyInstance, 'store' | 'services' | 'manager'>
type Query = { serviceIds?: readonly string[] }

/**
 * What a caller can reach of services and their history. Routes that say `scoped` take everything from here, so that what
 * is out of scope does not exist for them: it is left out by the query itself, and its ids are not found.
 */
export class Reach {
  readonly #app: App
  readonly #scope: Scope

  constructor(app: App, scope: Scope) {
    this.#app = app
    this.#scope = scope
  }

  get isLimited(): boolean {
    return this.#scope !== null
  }

  /** Whether something of a service of this id, which may have been deleted, is in scope. */
  sees(serviceId: string): boolean {
    return isInScope(this.#scope, serviceId)
  }

  /** Newest first. */
  services(): ConfiguredService[] {
    return this.#app.services.list().filter(({ settings: { id } }) => isInScope(this.#scope, id))
  }

  /** Throws `not-found` for the id of a service that is out of scope. */
  insistOnService(id: string): void {
    if (!isInScope(this.#scope, id)) throw noService(id)
  }

  /** The same for a connection, open or past. */
  async insistOnConnection(id: string): Promise<void> {
    if (this.#scope === null || this.open.get(id) || (await this.connections.get(id))) return
    throw noConnection(id)
  }

  /** The same for a file. */
  async insistOnFile(id: string): Promise<void> {
    if (this.#scope !== null && !(await this.files.get(id))) throw noFile(id)
  }

  readonly open: Pick<ServiceManager['connections'], 'get' | 'list'> = {
    get: (id) => this.#ifInScope(this.#app.manager.connections.get(id)) ?? undefined,
    list: () =>
      this.#app.manager.connections.list().filter(({ serviceId }) => isInScope(this.#scope, serviceId)),
  }

  readonly connections: Pick<Store['connections'], 'list' | 'find' | 'count' | 'get'> = {
    list: async (query) => this.#app.store.connections.list(this.#narrowed(query)),
    find: async (query) => this.#app.store.connections.find(this.#narrowed(query)),
    count: async (query) => this.#app.store.connections.count(this.#narrowed(query)),
    get: async (id) => this.#ifInScope(await this.#app.store.connections.get(id)),
  }

  readonly journal: Pick<Store['journal'], 'list' | 'find' | 'count' | 'histogram'> = {
    list: async (query) => this.#app.store.journal.list(this.#narrowed(query)),
    find: async (query) => this.#app.store.journal.find(this.#narrowed(query)),
    count: async (query) => this.#app.store.journal.count(this.#narrowed(query)),
    histogram: async (query) => this.#app.store.journal.histogram(this.#narrowed(query)),
  }

  readonly files: Pick<Store['files'], 'list' | 'get'> = {
    list: async (query) => this.#app.store.files.list(this.#narrowed(query)),
    get: async (id) => this.#ifInScope(await this.#app.store.files.get(id)),
  }

  #narrowed<Of extends Query>(query: Of): Of {
    return this.#scope === null ? query : { ...query, serviceIds: [...this.#scope] }
  }

  #ifInScope<Row extends ConnectionRecord | FileRow>(row: Row | null | undefined): Row | null {
    return row && isInScope(this.#scope, row.serviceId) ? row : null
  }
}
