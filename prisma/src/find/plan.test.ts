import { parseFilter, type Filter } from '@switchboard/filter'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { append } from '../testing/append.ts'
import { connection, entry } from '../testing/rows.ts'
import { temporaryDatabase, temporaryStore } from '../testing/temporary-store.ts'
import { idAt } from './bounds.ts'
import { Slices } from './slices.ts'
import { connectionSearch, entrySearch } from './searches.ts'

const NOW = 1_795_239_500_000

function parse(text: string): Filter {
  const { filter, error } = parseFilter(text)
  if (error) throw new Error(error.message)
  return filter
}

/** How SQLite comes by the candidates of a filter. */
async function planOf(subject: 'journal' | 'connections', text: string): Promise<string> {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  const con = connection({ id: `${idAt(NOW)}00000000000001`, remoteAddress: '10.1.2.3', closedAt: NOW })
  const about = { connectionId: con.id, remoteAddress: '10.1.2.3', preview: 'hello' }
  await append(store, [entry({ ...about, type: 'auth.rejected', severity: 'warning', connection: con })])
  const statements: string[] = []
  const database = new Database(path, { verbose: (statement) => statements.push(String(statement)) })
  onTestFinished(() => void database.close())
  const query = { filter: parse(text), services: [], now: NOW, limit: 50 }
  const search = subject === 'journal' ? entrySearch(database, query) : connectionSearch(database, query)
  new Slices(database, search).reach(256)
  const explained = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${statements.at(-1)}`)
  return explained
    .all()
    .map(({ detail }) => detail)
    .join('; ')
}

it.each([
  [
    'svc:echo-*',
    'SEARCH journal USING COVERING INDEX journal_service_id_idx (service_id=? AND rowid>? AND rowid<?)',
  ],
  ['ev:auth.*', 'SEARCH journal USING COVERING INDEX journal_type_idx (type=? AND rowid>? AND rowid<?)'],
  [
    'severity>=warning',
    'SEARCH journal USING COVERING INDEX journal_severity_idx (severity=? AND rowid>? AND rowid<?)',
  ],
  ['last:15m', 'SEARCH journal USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
  ['bytes>=4k', 'SEARCH journal USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
])('candidates of %s come from an index, in its order', async (text, plan) => {
  expect(await planOf('journal', text)).toBe(plan)
})

it.each([
  [
    'svc:echo-lab',
    'SEARCH connections USING INDEX connections_service_id_id_idx (service_id=? AND id>? AND id<?)',
  ],
  ['last:15m', 'SEARCH connections USING PRIMARY KEY (id>? AND id<?)'],
])('candidates of connections, %s, come from an index, in its order', async (text, plan) => {
  expect((await planOf('connections', text)).replace('COVERING ', '')).toBe(plan)
})
