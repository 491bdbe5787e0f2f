import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import type { Client } from './client.ts'
import { listConnections } from './connection-queries.ts'
import { createDatabaseFile } from './database-file.ts'
import { listFiles, newestFile } from './file-queries.ts'
import { PrismaClient } from './generated/client.ts'
import { listEntries } from './journal-queries.ts'
import { migrate } from './migrate.ts'
import { temporaryDatabase } from './testing/temporary-store.ts'

/** How SQLite goes about the one statement that `ask` makes Prisma send. */
async function planOf(ask: (client: Client) => Promise<unknown>): Promise<string> {
  const path = temporaryDatabase()
  createDatabaseFile(path)
  migrate(path)
  const adapter = new PrismaBetterSqlite3({ url: `file:${path}` })
  const client = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] })
  const statements: { query: string; params: string }[] = []
  client.$on('query', (event) => statements.push(event))
  await ask(client)
  await client.$disconnect()
  expect(statements).toHaveLength(1)

  const database = new Database(path)
  onTestFinished(() => void database.close())
  const explain = database.prepare<unknown[], { detail: string }>(
    `EXPLAIN QUERY PLAN ${statements[0]?.query}`,
  )
  return explain
    .all(JSON.parse(statements[0]?.params ?? '[]') as unknown[])
    .map(({ detail }) => detail)
    .join('; ')
}

it.each([
  ['newest', { limit: 50 }, 'SCAN main.journal'],
  ['before', { limit: 50, before: 9 }, 'SEARCH main.journal USING INTEGER PRIMARY KEY (rowid<?)'],
  ['after', { limit: 50, after: 9 }, 'SEARCH main.journal USING INTEGER PRIMARY KEY (rowid>?)'],
  [
    'of a service',
    { limit: 50, before: 9, serviceId: 'a' },
    'SEARCH main.journal USING INDEX journal_service_id_idx (service_id=? AND rowid<?)',
  ],
  [
    'of a connection',
    { limit: 50, after: 9, connectionId: 'a' },
    'SEARCH main.journal USING INDEX journal_connection_id_idx (connection_id=? AND rowid>?)',
  ],
])('a page of the journal (%s) reads no other entries and sorts nothing', async (_, query, plan) => {
  expect(await planOf((client) => listEntries(client, query))).toBe(plan)
})

const open = 'open' as const

it.each([
  ['all', { limit: 50, before: 'a' }, 'SEARCH main.connections USING PRIMARY KEY (id<?)'],
  [
    'of a service',
    { limit: 50, serviceId: 'a', before: 'a' },
    'SEARCH main.connections USING INDEX connections_service_id_id_idx (service_id=? AND id<?)',
  ],
  ['open', { limit: 50, state: open }, 'SCAN main.connections USING INDEX connections_open_idx'],
  [
    'open, of a service',
    { limit: 50, state: open, serviceId: 'a' },
    'SEARCH main.connections USING INDEX connections_open_of_service_idx (service_id=?)',
  ],
])('a page of connections (%s) reads no others and sorts nothing', async (_, query, plan) => {
  expect(await planOf((client) => listConnections(client, query))).toBe(plan)
})

it.each([
  ['all', { limit: 50, before: 'a' }, 'SEARCH main.files USING PRIMARY KEY (id<?)'],
  [
    'of a service',
    { limit: 50, serviceId: 'a', before: 'a' },
    'SEARCH main.files USING INDEX files_service_id_id_idx (service_id=? AND id<?)',
  ],
])('a page of files (%s) reads no others and sorts nothing', async (_, query, plan) => {
  expect(await planOf((client) => listFiles(client, query))).toBe(plan)
})

it('the newest file of a name is the first that is read', async () => {
  expect(await planOf((client) => newestFile(client, 'a', 'b'))).toBe(
    'SEARCH main.files USING INDEX files_service_id_name_id_idx (service_id=? AND name=?)',
  )
})
