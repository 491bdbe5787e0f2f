// For tests only: filters, entries and connections for fast-check, of few values, so that filters find something.

import fc, { type Arbitrary } from 'fast-check'
import { addressKey, networkRange } from './address.ts'
import { FIELDS, type Field, type FieldType, type Subject } from './fields.ts'
import type { Comparison, Filter, Test } from './filter.ts'
import type { Operator } from './operator.ts'
import { fold } from './fold.ts'
import type { ConnectionFacts, EntryFacts, Surroundings } from './match/subjects.ts'

/** The present that the rows and `last:` are about, milliseconds since the epoch. */
export const NOW = Date.UTC(2026, 10, 21, 9)

const SERVICES = new Map([
  ['svc_1', { name: 'echo-lab', protocol: 'echo', tags: ['lab', 'floor 2'] }],
  ['svc_2', { name: 'Echo-Lab 2', protocol: 'chat', tags: [] }],
  ['svc_3', { name: 'über*all', protocol: 'file-transfer', tags: ['LAB'] }],
])

/** The services of the rows, one of which was deleted; and `NOW`. */
export const surroundings: Required<Surroundings> = {
  serviceOf: (id) => (id === 'svc_3' ? undefined : SERVICES.get(id)),
  now: () => NOW,
}

const TYPES = [
  'connection.opened',
  'connection.closed',
  'connection.refused',
  'chat.message',
  'message.sent',
  'file.received',
]
const REASONS = ['peer-closed', 'reset', 'idle-timeout']
const ADDRESSES = [
  '10.0.0.7',
  '10.0.1.7',
  '127.0.0.1',
  '::1',
  '2001:db8::7',
  '::ffff:10.0.0.7',
  'fe80::1%eth0',
]
const NETWORKS = ['10.0.0.0/8', '10.0.0.0/24', '10.0.0.7', '0.0.0.0/0', '::/0', '2001:db8::/32', '127.0.0.1']
const TEXTS = [
  ...[
    'GET /index.html',
    'get',
    'Grüße',
    'a"b',
    'a*b',
    'ab\\c',
    '\\xde\\n',
    '100%',
    'x_y',
    'hello\nworld',
    '',
    '-x',
    'OR',
    'svc:x',
  ],
  ...['🙂 ok', "it's", '(a, b)', ' ', 'İ', 'ΣΟΦΟΣ'],
]
const PATTERNS = ['^get', 'e.*x', '[0-9]+', 'a|b', '(?-i)GET', '\\d', 'ü', '$', '"', '(a)', '\\\\']
const NUMBERS = [0, 1, 5, 80, 1023, 1024, 4096, 51_234, 90_000, 3_600_000]
const IDS = ['con_A', 'con_a', 'con_B', 'svc_1', 'svc_2', 'svc_3']

const WORDS: Partial<Record<Field, readonly string[]>> = {
  svc: [...SERVICES.values()].map(({ name }) => name),
  ev: TYPES,
  proto: ['tcp', 'udp', 'echo', 'chat', 'file-transfer'],
  tag: ['lab', 'floor 2', 'nowhere'],
  reason: [...REASONS, 'deny'],
  user: ['Lab', 'office'],
  file: TEXTS,
  id: IDS,
}

const pick = <T>(values: readonly T[]): Arbitrary<T> => fc.constantFrom(...values)
const orNull = <T>(values: readonly T[]): Arbitrary<T | null> => fc.option(pick(values))

/** Filters over the fields of a subject, as `parseFilter` would read them, spans apart, which are all empty. */
export function filters(subject: Subject): Arbitrary<Filter> {
  const comparisons = FIELDS.filter(({ subjects }) => subjects.includes(subject)).map(({ name, type }) =>
    comparisonsOf(name, type),
  )
  return fc.letrec<{ filter: Filter; group: Filter; comparison: Filter }>((tie) => ({
    comparison: fc.oneof(...comparisons),
    group: fc.record({
      kind: fc.constantFrom('and', 'or'),
      parts: fc.array(tie('filter'), { minLength: 2, maxLength: 4 }),
      span: NOWHERE,
    }),
    filter: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'filter' },
      tie('comparison'),
      tie('group'),
      fc.record({ kind: fc.constant('not'), part: tie('filter'), span: NOWHERE }),
    ),
  })).filter
}

const NOWHERE = fc.constant({ from: 0, to: 0 })

function comparisonsOf(field: Field, type: FieldType): Arbitrary<Comparison> {
  const operators: Operator[] = type === 'age' ? [':'] : [':', '!=']
  const several = fc.array(testsOf(field, type), { minLength: 1, maxLength: 3 })
  const kinds = [comparison(field, pick(operators), several)]
  const isText = type === 'word' || type === 'text'
  if (isText) kinds.push(comparison(field, pick(['=']), one(wordTests(field, true))))
  if (isText || type === 'address') kinds.push(comparison(field, pick(['~']), one(patterns)))
  if (type === 'number' || type === 'bytes' || type === 'duration') kinds.push(...halves(field))
  return fc.oneof(...kinds)
}

const one = (test: Arbitrary<Test>): Arbitrary<Test[]> => test.map((it) => [it])

const patterns: Arbitrary<Test> = pick(PATTERNS).map((source) => ({ kind: 'pattern', source }))

function comparison(field: Field, op: Arbitrary<Operator>, tests: Arbitrary<Test[]>): Arbitrary<Comparison> {
  return fc.record({ kind: fc.constant('compare'), field: fc.constant(field), op, tests, span: NOWHERE })
}

function halves(field: Field): Arbitrary<Comparison>[] {
  const half = (op: Operator, ends: (value: number) => { from: number | null; to: number | null }) =>
    comparison(
      field,
      fc.constant(op),
      one(pick(NUMBERS).map((value) => ({ kind: 'between', ...ends(value) }))),
    )
  return [
    half('>', (value) => ({ from: value + 1, to: null })),
    half('>=', (value) => ({ from: value, to: null })),
    half('<', (value) => ({ from: null, to: value - 1 })),
    half('<=', (value) => ({ from: null, to: value })),
    half('=', (value) => ({ from: value, to: value })),
  ]
}

function testsOf(field: Field, type: FieldType): Arbitrary<Test> {
  switch (type) {
    case 'word':
    case 'rank':
      return fc.oneof(wordTests(field), globs(wordsOf(field).map(formOf(field))))
    case 'text':
      return fc.oneof(contains, pick(TEXTS).map(textGlob))
    case 'number':
    case 'bytes':
    case 'duration':
      return fc.tuple(orNull(NUMBERS), orNull(NUMBERS)).map(([from, to]) => between(from, to))
    case 'address':
      return fc.oneof(pick(NETWORKS).map(network), globs(ADDRESSES), addressRanges)
    case 'hex':
      return pick(['47', '4745', 'c3bc', 'de', '0a', 'adbe', '22', '2a']).map((hex) => ({
        kind: 'bytes',
        hex,
      }))
    case 'age':
      return pick([1000, 60_000, 90_000, 3_600_000]).map((ms) => ({ kind: 'within', ms }))
  }
}

const formOf = (field: Field) => (text: string) => (field === 'id' ? text : fold(text))

const wordsOf = (field: Field): readonly string[] =>
  FIELDS.find(({ name }) => name === field)?.values ?? WORDS[field] ?? TEXTS

const wordTests = (field: Field, withEmpty = false): Arbitrary<Test> =>
  pick(wordsOf(field).filter((text) => withEmpty || text !== '')).map((text) => ({
    kind: 'equals',
    text: formOf(field)(text),
  }))

const contains: Arbitrary<Test> = fc
  .oneof(
    pick(TEXTS),
    pick(TEXTS).map((text) => text.slice(1, 4)),
    fc.string({ maxLength: 4 }),
  )
  .map((text) => ({ kind: 'contains', text: fold(text) }))

/** A word with a star for its beginning, its end, or its middle. */
function globs(words: readonly string[]): Arbitrary<Test> {
  const cut = fc.tuple(pick(words), fc.nat(5), fc.nat(5))
  return cut.map(([word, start, length]) => ({
    kind: 'glob',
    parts: [word.slice(0, start), word.slice(start + length)].map(fold),
  }))
}

function textGlob(text: string): Test {
  return text.length < 2
    ? { kind: 'glob', parts: ['', ''] }
    : { kind: 'glob', parts: ['', fold(text.slice(0, 1)), fold(text.slice(-1)), ''] }
}

function between(from: number | null, to: number | null): Test {
  const isTurned = from !== null && to !== null && from > to
  return isTurned ? { kind: 'between', from: to, to: from } : { kind: 'between', from, to }
}

const network = (text: string): Test => ({
  kind: 'addresses',
  ...(networkRange(text) ?? { from: '', to: '' }),
})

const addressRanges: Arbitrary<Test> = pick([
  ['10.0.0.1', '10.0.0.9'],
  ['::1', '2001:db8::8'],
] as const).map(([from, to]) => ({
  kind: 'addresses',
  from: addressKey(from) ?? '',
  to: addressKey(to) ?? '',
}))

/** Entries of the journal, up to two hours before `NOW`. */
export const entries: Arbitrary<EntryFacts & { at: number }> = fc
  .record({
    at: pick([0, 1, 1000, 59_999, 60_000, 7_200_000]).map((age) => NOW - age),
    type: pick(TYPES),
    severity: pick(['info', 'warning', 'error']),
    serviceId: orNull([...SERVICES.keys()]),
    connectionId: orNull(['con_A', 'con_a', 'con_B']),
    transport: orNull(['tcp', 'udp', 'unix']),
    remoteAddress: orNull(ADDRESSES),
    remotePort: orNull(NUMBERS.filter((port) => port < 65_536)),
    direction: orNull(['in', 'out']),
    bytes: orNull(NUMBERS),
    preview: orNull(TEXTS),
    detail: fc.option(details()),
  })
  .map((entry) => ({ ...entry, serviceName: SERVICES.get(entry.serviceId ?? '')?.name ?? null }))

function details(): Arbitrary<Record<string, unknown>> {
  return fc.record(
    {
      reason: pick(REASONS),
      rule: fc.constant('deny'),
      durationMs: pick(NUMBERS),
      error: pick(TEXTS),
      message: pick(TEXTS),
      text: pick(TEXTS),
      name: pick(TEXTS),
      identity: pick(['lab', 'LAB', 'office']),
      base64: pick(['3q2+7w==', '', 'R0VU']),
      list: fc.constant([1, null]),
    },
    { requiredKeys: [] },
  )
}

/** Connections, opened up to two hours before `NOW`. */
export const connections: Arbitrary<ConnectionFacts & { openedAt: number; closedAt: number | null }> = fc
  .record({
    id: fc.integer({ min: 0, max: 999_999 }).map((number) => `con_${number}`),
    serviceId: pick([...SERVICES.keys()]),
    transport: pick(['tcp', 'udp', 'unix']),
    remoteAddress: orNull(ADDRESSES),
    remotePort: orNull(NUMBERS.filter((port) => port < 65_536)),
    openedAt: pick([1000, 60_000, 90_000, 7_200_000]).map((age) => NOW - age),
    lasted: orNull([0, 5, 1000]),
    bytesIn: pick(NUMBERS),
    bytesOut: pick(NUMBERS),
    closeReason: pick(REASONS),
    error: orNull(TEXTS),
    identity: orNull(['lab', 'LAB', 'office']),
  })
  .map(({ lasted, closeReason, ...rest }) => ({
    ...rest,
    serviceName: SERVICES.get(rest.serviceId)?.name ?? '',
    protocol: SERVICES.get(rest.serviceId)?.protocol ?? '',
    closedAt: lasted === null ? null : rest.openedAt + lasted,
    closeReason: lasted === null ? null : closeReason,
  }))
