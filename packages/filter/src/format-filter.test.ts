import fc from 'fast-check'
import { expect, it } from 'vitest'
import { filters } from './arbitraries.ts'
import type { Filter } from './filter.ts'
import { formatFilter } from './format-filter.ts'
import { parseFilter } from './parse-filter.ts'

it.each([
  ['  svc:Echo-*   AND ev:(a,"b c")', 'svc:echo-* ev:(a, "b c")'],
  ['NOT (a OR "b c") OR (d e)', '-(a OR "b c") OR d e'],
  [
    'bytes>=4096 bytes>1023 bytes<1048576 dur:..900000ms dur<0ms port:80..80',
    'bytes>=4k bytes>1023 bytes<1m dur:..15m dur<0ms port:80',
  ],
  ['severity>=warning last:3600s hex:"DE ad"', 'severity:(warning, error) last:1h hex:dead'],
  [
    'peer:10.1.2.3/8 peer:10.0.0.1..10.0.0.9 peer:2001:DB8:0::/32 peer:::ffff:10.0.0.7',
    'peer:10.0.0.0/8 peer:10.0.0.1..10.0.0.9 peer:2001:db8::/32 peer:10.0.0.7',
  ],
  ['svc="a*b" svc:"a\\*b" text:a text:a* *a* "svc:x" "-x"', 'svc=a*b svc:"a\\*b" a a a "svc:x" "-x"'],
  ['text~"\\d\\"" text~a', 'text~"\\d\\"" text~a'],
  ['', ''],
])('%s is usually written %s', (text, usual) => {
  expect(formatFilter(parse(text))).toBe(usual)
})

it.each(['journal', 'connections'] as const)('any filter of %s is the same after the way', (subject) => {
  fc.assert(
    fc.property(filters(subject), (filter) => {
      const text = formatFilter(filter)
      fc.pre(text.length <= 2000)
      expect(withoutSpans(parse(text, subject))).toEqual(withoutSpans(filter))
    }),
    { numRuns: 2000 },
  )
})

function parse(text: string, subject: 'journal' | 'connections' = 'journal'): Filter {
  const { filter, error } = parseFilter(text, { subject })
  if (error) throw new Error(`${text}: ${error.message}`)
  return filter
}

const withoutSpans = (filter: Filter): unknown =>
  JSON.parse(JSON.stringify(filter, (key, value: unknown) => (key === 'span' ? undefined : value)))
