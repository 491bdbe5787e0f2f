import {
  connectionMatcher,
  entryMatcher,
  type ConnectionFacts,
  type EntryFacts,
  type Surroundings,
} from '@switchboard/filter/match'
import type { Comparison, Filter, Subject } from '@switchboard/filter'
import { HAS_TEXT } from '../text-index.ts'
import { BLANK_CONNECTION, BLANK_ENTRY, DIRECTIONS, SEVERITIES, STATE_TYPES, TRANSPORTS } from './blank.ts'
import type { Known } from './known.ts'
import { EVERYTHING, isIn, join, NOTHING, sql, wrap, type Sql, type SqlValue } from './sql.ts'

/** A question that SQLite puts back to us about the values of a row. */
export type Question = (values: readonly SqlValue[]) => boolean

/** A filter as SQL that is true or false of every row, never null, and the questions its `asks(n, …)` put. */
export type Condition = { sql: Sql; questions: Question[] }

/**
 * Says the filter in SQL: numbers, times and what has few values as plain comparisons, all else as a question to the
 * very matcher that the live feed uses.
 */
export function conditionOf(filter: Filter, subject: Subject, known: Known, now: number): Condition {
  const serviceOf = (id: string) => known.services.find((service) => service.id === id)
  const surroundings: Surroundings = { now: () => now, serviceOf }
  const questions: Question[] = []
  const parts: Parts = { known, now, surroundings, questions }
  const leaf = subject === 'journal' ? aboutEntry : aboutConnection
  return { sql: translate(filter, (comparison) => leaf(comparison, parts)), questions }
}

type Parts = { known: Known; now: number; surroundings: Surroundings; questions: Question[] }

function translate(filter: Filter, leaf: (comparison: Comparison) => Sql): Sql {
  switch (filter.kind) {
    case 'all':
      return EVERYTHING
    case 'and':
    case 'or': {
      const inner = filter.parts.map((part) => translate(part, leaf))
      return wrap('(', join(inner, filter.kind === 'and' ? ' AND ' : ' OR '), ')')
    }
    case 'not':
      return wrap('NOT ', translate(filter.part, leaf), '')
    case 'compare': {
      const some = wrap('((', leaf({ ...filter, op: ':' }), ') IS TRUE)')
      return filter.op === '!=' ? wrap('NOT ', some, '') : some
    }
  }
}

function aboutEntry(comparison: Comparison, { known, now, surroundings, questions }: Parts): Sql {
  const matches = entryMatcher(comparison, surroundings)
  const passing = (values: readonly string[], facts: (value: string) => Partial<EntryFacts>) =>
    values.filter((value) => matches({ ...BLANK_ENTRY, ...facts(value) }))
  const ask = (columns: string, facts: (values: readonly SqlValue[]) => Partial<EntryFacts>) => {
    questions.push((values) => matches({ ...BLANK_ENTRY, ...facts(values) }))
    return sql(`asks(${questions.length - 1}, ${columns})`)
  }
  switch (comparison.field) {
    case 'svc':
      return isIn(
        'service_name',
        passing(namesIn(known), (serviceName) => ({ serviceName })),
      )
    case 'ev':
      return isIn(
        'type',
        passing(known.types(), (type) => ({ type })),
      )
    case 'severity':
      return isIn(
        'severity',
        passing(SEVERITIES, (severity) => ({ severity })),
      )
    case 'dir':
      return isIn(
        'direction',
        passing(DIRECTIONS, (direction) => ({ direction })),
      )
    case 'state':
      return isIn(
        'type',
        passing(STATE_TYPES, (type) => ({ type })),
      )
    case 'proto': {
      const transports = passing(TRANSPORTS, (transport) => ({ transport }))
      const services = passing(idsIn(known), (serviceId) => ({ serviceId }))
      return join([isIn('transport', transports), isIn('service_id', services)], ' OR ')
    }
    case 'tag':
      return isIn(
        'service_id',
        passing(idsIn(known), (serviceId) => ({ serviceId })),
      )
    case 'peer':
      return remembering(
        questions,
        ask('remote_address', ([address]) => ({ remoteAddress: textOf(address) })),
      )
    case 'port':
      return numbers(comparison, 'remote_port', now)
    case 'bytes':
      return numbers(comparison, 'bytes', now)
    case 'last':
      return numbers(comparison, 'at', now)
    case 'dur':
      return wrap(`instr(detail, '"durationMs":') AND `, ask('detail', about('detail')), '')
    case 'reason':
      return wrap(
        `(instr(detail, '"reason":') OR instr(detail, '"rule":')) AND `,
        ask('detail', about('detail')),
        '',
      )
    case 'user':
      return wrap(`instr(detail, '"identity":') AND `, ask('detail', about('detail')), '')
    case 'text':
      return wrap(`${HAS_TEXT} AND `, ask('preview, detail', about('preview', 'detail')), '')
    case 'hex':
      return wrap(
        `(preview IS NOT NULL OR detail IS NOT NULL) AND `,
        ask('type, preview, detail', about('type', 'preview', 'detail')),
        '',
      )
    case 'file':
      return wrap(`type GLOB 'file.*' AND `, ask('type, detail', about('type', 'detail')), '')
    case 'id':
      return ask('connection_id, service_id', about('connectionId', 'serviceId'))
  }
}

/** Facts from the values of columns, which come in this order. */
const about =
  (...keys: ('preview' | 'detail' | 'type' | 'connectionId' | 'serviceId')[]) =>
  (values: readonly SqlValue[]): Partial<EntryFacts> =>
    Object.fromEntries(
      keys.map((key, at) => [key, key === 'detail' ? parse(values[at]) : textOf(values[at])]),
    )

function aboutConnection(comparison: Comparison, { known, now, surroundings, questions }: Parts): Sql {
  const matches = connectionMatcher(comparison, surroundings)
  const passing = (values: readonly string[], facts: (value: string) => Partial<ConnectionFacts>) =>
    values.filter((value) => matches({ ...BLANK_CONNECTION, ...facts(value) }))
  const ask = (column: string, facts: (value: string | null) => Partial<ConnectionFacts>) => {
    questions.push(([value]) => matches({ ...BLANK_CONNECTION, ...facts(textOf(value)) }))
    return sql(`${column} IS NOT NULL AND asks(${questions.length - 1}, ${column})`)
  }
  switch (comparison.field) {
    case 'svc':
      return isIn(
        'service_name',
        passing(namesIn(known), (serviceName) => ({ serviceName })),
      )
    case 'proto': {
      const transports = passing(TRANSPORTS, (transport) => ({ transport }))
      const protocol = ask('protocol', (value) => ({ protocol: value ?? '' }))
      return join([isIn('transport', transports), wrap('(', remembering(questions, protocol), ')')], ' OR ')
    }
    case 'tag':
      return isIn(
        'service_id',
        passing(idsIn(known), (serviceId) => ({ serviceId })),
      )
    case 'state': {
      const open = matches(BLANK_CONNECTION) ? 'closed_at IS NULL' : 'FALSE'
      const closed = matches({ ...BLANK_CONNECTION, closedAt: 0 }) ? 'closed_at IS NOT NULL' : 'FALSE'
      return sql(`${open} OR ${closed}`)
    }
    case 'peer':
      return remembering(
        questions,
        ask('remote_address', (remoteAddress) => ({ remoteAddress })),
      )
    case 'reason':
      return remembering(
        questions,
        ask('close_reason', (closeReason) => ({ closeReason })),
      )
    case 'port':
      return numbers(comparison, 'remote_port', now)
    case 'bytes':
      return numbers(comparison, 'bytes_in + bytes_out', now)
    case 'last':
      return numbers(comparison, 'opened_at', now)
    case 'dur':
      return numbers(comparison, `max(0, coalesce(closed_at, ${now}) - opened_at)`, now)
    case 'text':
      return ask('error', (error) => ({ error }))
    case 'user':
      return ask('identity', (identity) => ({ identity }))
    case 'id':
      return join(
        [
          ask('id', (id) => ({ id: id ?? '' })),
          ask('service_id', (serviceId) => ({ serviceId: serviceId ?? '' })),
        ],
        ' OR ',
      )
    case 'ev':
    case 'severity':
    case 'dir':
    case 'hex':
    case 'file':
      return NOTHING
  }
}

function numbers({ tests }: Comparison, column: string, now: number): Sql {
  const ranges = tests.map((test) => {
    if (test.kind === 'within') return sql(`${column} >= ?`, now - test.ms)
    if (test.kind !== 'between') return NOTHING
    const from = test.from === null ? EVERYTHING : sql(`${column} >= ?`, test.from)
    const to = test.to === null ? EVERYTHING : sql(`${column} <= ?`, test.to)
    return wrap(`(${column} IS NOT NULL AND `, join([from, to], ' AND '), ')')
  })
  return ranges.length === 0 ? NOTHING : join(ranges, ' OR ')
}

/** Answers to the newest question are kept: the same few texts come again and again. */
function remembering(questions: Question[], asked: Sql): Sql {
  const last = questions.pop()
  if (!last) return asked
  const answers = new Map<SqlValue | undefined, boolean>()
  questions.push((values) => {
    const known = answers.get(values[0])
    if (known !== undefined) return known
    const answer = last(values)
    if (answers.size < MOST_ANSWERS) answers.set(values[0], answer)
    return answer
  })
  return asked
}

const MOST_ANSWERS = 10_000

const namesIn = (known: Known) => [...new Set(known.serviceNames().map(({ name }) => name))]
const idsIn = (known: Known) => known.services.map(({ id }) => id)
const textOf = (value: SqlValue | undefined) => (typeof value === 'string' ? value : null)

function parse(value: SqlValue | undefined): EntryFacts['detail'] {
  return typeof value === 'string' ? (JSON.parse(value) as EntryFacts['detail']) : null
}
