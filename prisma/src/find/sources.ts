import { connectionMatcher, entryMatcher, type Surroundings } from '@switchboard/filter/match'
import type { Comparison, Filter, Subject, Test } from '@switchboard/filter'
import { BLOCKED, type Blocked } from '../blocks.ts'
import { HAS_TEXT } from '../text-index.ts'
import { addressRanges, type AddressRange } from './addresses.ts'
import { BLANK_CONNECTION, BLANK_ENTRY, SEVERITIES } from './blank.ts'
import { IS_RARE, type Known } from './known.ts'
import { sql, type Sql } from './sql.ts'
import { trigramQuery } from './trigrams.ts'

/** A part of an index that holds its rows in the order of their keys. */
export type IndexPart = { table: string; key: string; where: Sql }

/** A way to the rows of a filter: they are all in these parts of indexes or of these addresses, and others may be, too. */
export type Source = IndexPart | AddressRange
export type Way = Source[]

export const isAddress = (source: Source): source is AddressRange => 'end' in source
export const isIndexPart = (source: Source): source is IndexPart => !isAddress(source)

/** More parts than this are not worth merging. */
export const MOST_SOURCES = 100

/** Every way there is to the rows of a filter; none if only looking at all rows will do. */
export function waysTo(filter: Filter, subject: Subject, known: Known): Way[] {
  switch (filter.kind) {
    case 'all':
    case 'not':
      return []
    case 'and':
      return withTextsTogether(filter.parts.flatMap((part) => waysTo(part, subject, known)))
    case 'or': {
      const firsts = filter.parts.map((part) => waysTo(part, subject, known)[0])
      const parts = firsts.filter((way) => way !== undefined)
      return parts.length < firsts.length ? [] : short(parts.flat())
    }
    case 'compare':
      if (filter.op === '!=') return []
      return short(subject === 'journal' ? entrySources(filter, known) : connectionSources(filter, known))
  }
}

const INDEXES = {
  journal: {
    service_id: 'journal_service_id_idx',
    connection_id: 'journal_connection_id_idx',
  },
  connections: {
    service_id: 'connections_service_id_id_idx',
  },
} as const

type Column<Of extends keyof typeof INDEXES> = keyof (typeof INDEXES)[Of]

/** Entries in which a column has a value. */
export const entriesWhere = (column: Column<'journal'>, value: string): IndexPart =>
  source('journal', INDEXES.journal[column], sql(`${column} = ?`, value))

/** Connections in which a column has a value. */
export const connectionsWhere = (column: Column<'connections'>, value: string): IndexPart =>
  source('connections', INDEXES.connections[column], sql(`${column} = ?`, value))

const entriesOfType = (type: string) =>
  source('journal', 'journal_type_idx', sql(`type = ? AND ${IS_RARE}`, type))

const inService = (subject: Subject, id: string) =>
  subject === 'journal' ? entriesWhere('service_id', id) : connectionsWhere('service_id', id)

const short = (way: Way | null): Way[] => (way === null || way.length > MOST_SOURCES ? [] : [way])

function entrySources(comparison: Comparison, known: Known): Way | null {
  const matches = entryMatcher(comparison, surroundingsOf(known))
  switch (comparison.field) {
    case 'svc':
      return ofServices('journal', comparison, known)
    case 'tag':
      return known.services
        .filter(({ id }) => matches({ ...BLANK_ENTRY, serviceId: id }))
        .map(({ id }) => entriesWhere('service_id', id))
    case 'ev': {
      const types = known.types().filter((type) => matches({ ...BLANK_ENTRY, type }))
      const rare = new Set(known.rareTypes())
      return types.every((type) => rare.has(type)) ? types.map(entriesOfType) : null
    }
    case 'file': {
      const types = known.rareTypes().filter((type) => type.startsWith('file.'))
      return types.map(entriesOfType)
    }
    case 'severity': {
      const severities = SEVERITIES.filter((severity) => matches({ ...BLANK_ENTRY, severity }))
      if (severities.includes('info')) return null
      return severities.map((severity) =>
        source('journal', 'journal_severity_idx', sql(`severity = ? AND severity <> 'info'`, severity)),
      )
    }
    case 'id':
      return ofIds(comparison.tests, (id) => [
        entriesWhere('connection_id', id),
        entriesWhere('service_id', id),
      ])
    case 'text':
      return ofTexts(comparison.tests, known)
    case 'peer':
      return ofAddresses('journal', comparison.tests, known)
    default:
      return null
  }
}

function connectionSources(comparison: Comparison, known: Known): Way | null {
  switch (comparison.field) {
    case 'svc':
      return ofServices('connections', comparison, known)
    case 'tag': {
      const matches = entryMatcher(comparison, surroundingsOf(known))
      return known.services
        .filter(({ id }) => matches({ ...BLANK_ENTRY, serviceId: id }))
        .map(({ id }) => connectionsWhere('service_id', id))
    }
    case 'id':
      return ofIds(comparison.tests, (id) => [
        { table: 'connections', key: 'id', where: sql('id = ?', id) },
        connectionsWhere('service_id', id),
      ])
    case 'state': {
      const matches = connectionMatcher(comparison)
      return matches({ ...BLANK_CONNECTION, closedAt: 0 })
        ? null
        : [source('connections', 'connections_open_idx', sql('closed_at IS NULL'))]
    }
    case 'peer':
      return ofAddresses('connections', comparison.tests, known)
    default:
      return null
  }
}

/** A service's rows are found by its id, whichever of its names they bear. */
function ofServices(subject: Subject, comparison: Comparison, known: Known): Way | null {
  const matches = entryMatcher(comparison)
  const named = known.serviceNames().filter(({ name }) => matches({ ...BLANK_ENTRY, serviceName: name }))
  const ids = [...new Set(named.map(({ id }) => id))]
  return ids.includes('') ? null : ids.map((id) => inService(subject, id))
}

function ofIds(tests: readonly Test[], sourcesOf: (id: string) => Source[]): Way | null {
  const ids = tests.map((test) => (test.kind === 'equals' ? test.text : null))
  return ids.includes(null) ? null : ids.flatMap((id) => (id === null ? [] : sourcesOf(id)))
}

/** By the index of addresses, and the rows that are not in it yet. */
function ofAddresses(subject: Blocked, tests: readonly Test[], known: Known): Way | null {
  const ranges = addressRanges(tests)
  if (ranges === null) return null
  const start = known.addressStart(subject)
  const { key } = BLOCKED[subject]
  return start === null ? ranges : [...ranges, { table: subject, key, where: sql(`${key} < ?`, start) }]
}

/** By the full-text index, and the newest entries, which are not in it yet. */
function ofTexts(tests: readonly Test[], known: Known): Way | null {
  const query = trigramQuery(tests)
  if (query === null) return null
  return [
    { table: 'journal_text', key: 'rowid', where: sql('journal_text MATCH ?', query) },
    { table: 'journal', key: 'seq', where: sql(`seq > ? AND ${HAS_TEXT}`, known.textEnd()) },
  ]
}

/** Several texts are looked up at once, because each alone may have many more entries than all of them together. */
function withTextsTogether(ways: Way[]): Way[] {
  const texts = ways.filter(isOneText)
  const [first, ...more] = texts
  if (!first || more.length === 0) return ways
  const queries = texts.map(([indexed]) => `(${String(indexed.where.values[0])})`)
  const together = sql('journal_text MATCH ?', queries.join(' AND '))
  const [indexed, newest] = first
  return [[{ ...indexed, where: together }, newest], ...ways.filter((way) => !isOneText(way))]
}

const isOneText = (way: Way): way is [IndexPart, Source] =>
  way.length === 2 && way[0] !== undefined && isIndexPart(way[0]) && way[0].table === 'journal_text'

function source(subject: Subject, index: string, where: Sql): IndexPart {
  const key = subject === 'journal' ? 'seq' : 'id'
  return { table: `${subject} INDEXED BY ${index}`, key, where }
}

const surroundingsOf = (known: Known): Surroundings => ({
  serviceOf: (id) => known.services.find((service) => service.id === id),
})
