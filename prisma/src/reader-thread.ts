import { parentPort } from 'node:worker_threads'
import { openChannel, type Port } from './channel.ts'
import { openClient, type Client } from './client.ts'
import { findConnection, listConnections } from './connection-queries.ts'
import { listEntries } from './journal-queries.ts'
import type { ConnectionQuery, JournalQuery } from './rows.ts'
import { allServices } from './service-queries.ts'
import { unavailable } from './sqlite-error.ts'

const NOT_READ = unavailable('The database could not be read')

let client: Client

const calls = {
  /** Before all else; the database is migrated by then. */
  async open(path: string): Promise<void> {
    client = await openClient(path, { readonly: true })
  },
  services: () => allServices(client).catch(NOT_READ),
  journal: (query: JournalQuery) => listEntries(client, query).catch(NOT_READ),
  connections: (query: ConnectionQuery) => listConnections(client, query).catch(NOT_READ),
  connection: (id: string) => findConnection(client, id).catch(NOT_READ),
}

export type ReaderCalls = typeof calls

openChannel<Record<string, never>, ReaderCalls>(parentPort as Port, calls)
