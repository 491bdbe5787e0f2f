import { CONNECTION_KEYS, ENTRY_KEYS } from '@switchboard/journal'
import type { Subject } from '@switchboard/filter'
import type { Database } from 'better-sqlite3'
import { BLOCKED, type Blocked } from '../blocks.ts'
import { columnOf } from '../columns.ts'
import type { ConnectionQuery, EntryFinding, Finding, JournalQuery } from '../rows.ts'
import { bestWay } from './best-way.ts'
import { earliest, firstKeySince, firstSeqAfter, latest } from './bounds.ts'
import { conditionOf } from './condition.ts'
import { Known } from './known.ts'
import type { Key, Search } from './search.ts'
import { MOST_SOURCES, connectionsWhere, entriesWhere, waysTo, type IndexPart, type Way } from './sources.ts'
import { isIn, join, sql, type Sql } from './sql.ts'

const columns = (table: Subject, keys: readonly string[]) =>
  keys.map((key) => `${table}.${columnOf(key)} AS "${key}"`).join(', ')

const ENTRY_COLUMNS = columns('journal', ['seq', ...ENTRY_KEYS])
const CONNECTION_COLUMNS = columns('connections', CONNECTION_KEYS)

type Narrowed = { ways: Way[]; conditions: Sql[] }

export function entrySearch(database: Database, query: Omit<JournalQuery, 'limit'> & EntryFinding): Search {
  const { serviceId, serviceIds, connectionId, type, before, after } = query
  const narrowed: Narrowed = { ways: [], conditions: [] }
  if (serviceIds) limit(narrowed, serviceIds, (id) => entriesWhere('service_id', id))
  if (serviceId !== undefined) narrow(narrowed, entriesWhere('service_id', serviceId))
  if (connectionId !== undefined) narrow(narrowed, entriesWhere('connection_id', connectionId))
  if (type !== undefined) narrowed.conditions.push(sql('type = ?', type))
  if (query.from !== undefined) narrowed.conditions.push(sql('at >= ?', query.from))
  if (query.to !== undefined) narrowed.conditions.push(sql('at < ?', query.to))
  return {
    table: 'journal',
    key: 'seq',
    columns: ENTRY_COLUMNS,
    ...plan(database, query, 'journal', narrowed),
    above: later(after ?? BLOCKED.journal.begin, since(database, query, 'journal')),
    below: Math.min(before ?? BLOCKED.journal.end, firstSeqAfter(database, query.to)),
    newestFirst: after === undefined,
  }
}

export function connectionSearch(
  database: Database,
  query: Omit<ConnectionQuery, 'limit'> & Finding,
): Search {
  const { serviceId, serviceIds, state, before, after } = query
  const narrowed: Narrowed = { ways: [], conditions: [] }
  if (serviceIds) limit(narrowed, serviceIds, (id) => connectionsWhere('service_id', id))
  if (serviceId !== undefined) narrow(narrowed, connectionsWhere('service_id', serviceId))
  if (state !== undefined)
    narrowed.conditions.push(sql(state === 'open' ? 'closed_at IS NULL' : 'closed_at IS NOT NULL'))
  return {
    table: 'connections',
    key: 'id',
    columns: CONNECTION_COLUMNS,
    ...plan(database, query, 'connections', narrowed),
    above: later(after ?? BLOCKED.connections.begin, since(database, query, 'connections')),
    below: before ?? BLOCKED.connections.end,
    newestFirst: after === undefined,
  }
}

function narrow({ ways, conditions }: Narrowed, source: IndexPart): void {
  ways.push([source])
  conditions.push(source.where)
}

/** To these services. */
function limit(
  { ways, conditions }: Narrowed,
  serviceIds: readonly string[],
  sourceOf: (id: string) => IndexPart,
): void {
  if (serviceIds.length <= MOST_SOURCES) ways.push(serviceIds.map(sourceOf))
  conditions.push(isIn('service_id', serviceIds))
}

function plan(
  database: Database,
  { filter, services, now }: Finding,
  subject: Blocked,
  { ways, conditions }: Narrowed,
): Pick<Search, 'way' | 'condition' | 'questions'> {
  const known = new Known(database, services)
  const condition = conditionOf(filter, subject, known, now)
  return {
    way: bestWay(database, subject, [...ways, ...waysTo(filter, subject, known)]),
    condition: join([...conditions, condition.sql], ' AND '),
    questions: condition.questions,
  }
}

function since(
  database: Database,
  { filter, now, from }: Pick<EntryFinding, 'filter' | 'now' | 'from'>,
  subject: Subject,
): Key | null {
  const time = latest([earliest(filter, now), from === undefined ? null : from - 1])
  return time === null ? null : firstKeySince(database, subject, time)
}

const later = (key: Key, other: Key | null): Key => (other !== null && other > key ? other : key)
