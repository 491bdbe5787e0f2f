import { fuzzRuns } from '@switchboard/netcore/fuzz'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { connections, entries, filters, surroundings } from './arbitraries.ts'
import { complete } from './complete.ts'
import type { Filter } from './filter.ts'
import { formatFilter } from './format-filter.ts'
import { connectionMatcher, entryMatcher, patternProblem } from './match/index.ts'
import { parseFilter } from './parse-filter.ts'
import { addTerm, removeTerm, termsOf } from './terms.ts'

vi.setConfig({ testTimeout: 120_000 })

const PIECES = [
  ...[
    'svc:',
    'ev',
    'peer!=',
    'port>',
    'bytes>=',
    'dur<',
    'last:',
    'hex:',
    'text~',
    'text=',
    'severity<=',
    'conn:',
    'no:',
  ],
  ...[
    '(',
    ')',
    '"',
    '\\',
    '*',
    '-',
    ',',
    '..',
    ' ',
    ' OR ',
    ' AND ',
    'NOT ',
    '~',
    ':',
    '\n',
    '\0',
    '\u{d800}',
    '🙂',
    'İ',
  ],
  ...[
    'a',
    '10.0.0.7',
    '10.0.0.0/8',
    '::ffff:1.2.3.4',
    '::/0',
    '80',
    '4k',
    '15m',
    '9e9',
    'info',
    'de ad',
    '(a|b)+',
    '[a',
    'x{999}',
  ],
  ...['__proto__', 'constructor:', '%1$', "'; DROP TABLE journal; --"],
]

const usual: fc.Arbitrary<string> = filters('journal').map(formatFilter)
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''))
/** A filter with something put into it, or taken out. */
const mutated = fc
  .tuple(usual, fc.nat(80), fc.nat(3), fc.constantFrom('', ...PIECES))
  .map(([text, at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length))

it('answers every text with a filter or with where it is wrong, and a filter survives its spelling', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 3, arbitrary: pieces }, mutated), fc.nat(100), (text, position) => {
      const { filter, error } = parseFilter(text, { patternProblem })
      if (error) expectToPoint(error, text)
      else expectToSurvive(filter)
      complete(text, position)
    }),
    { numRuns: fuzzRuns(20_000) },
  )
})

it('tries every filter that was parsed', () => {
  fc.assert(
    fc.property(pieces, entries, connections, (text, entry, connection) => {
      const { filter } = parseFilter(text, { patternProblem })
      if (!filter) return
      expect(typeof entryMatcher(filter, surroundings)(entry)).toBe('boolean')
      expect(typeof connectionMatcher(filter, surroundings)(connection)).toBe('boolean')
    }),
    { numRuns: fuzzRuns(3000) },
  )
})

it('takes any term to any filter, and loses it again', () => {
  fc.assert(
    fc.property(pieces, usual, (text, term) => {
      fc.pre(term.length + text.length < 1900)
      const added = addTerm(text, term)
      expect(parseFilter(added).error).toBeNull()
      expect(termsOf(removeTerm(added, term))).not.toBeNull()
    }),
    { numRuns: fuzzRuns(2000) },
  )
})

function expectToPoint(error: { position: number; length: number; message: string }, text: string): void {
  if (error.position < 0 || error.position + error.length > text.length || error.message === '') {
    throw new Error(`${JSON.stringify(text)}: ${JSON.stringify(error)}`)
  }
}

function expectToSurvive(filter: Filter): void {
  const spelling = formatFilter(filter)
  const { filter: again, error } = parseFilter(spelling)
  if (error) throw new Error(`${spelling}: ${error.message}`)
  if (formatFilter(again) !== spelling || bare(again) !== bare(filter))
    throw new Error(`${spelling}: ${bare(again)}`)
}

const bare = (filter: Filter) =>
  JSON.stringify(filter, (key, value: unknown) => (key === 'span' ? undefined : value))
