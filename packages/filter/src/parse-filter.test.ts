import { describe, expect, it } from 'vitest'
import type { Filter } from './filter.ts'
import { LIMITS, parseFilter, type ParseOptions } from './parse-filter.ts'

function parse(text: string, options?: ParseOptions): Filter {
  const { filter, error } = parseFilter(text, options)
  if (error) throw new Error(`${text}: ${error.message}`)
  return filter
}

/** The tree in short, each comparison as its own text. */
function shape(text: string, filter = parse(text)): string {
  const own = text.slice(filter.span.from, filter.span.to)
  if (filter.kind === 'all') return 'all'
  if (filter.kind === 'not') return `not[${shape(text, filter.part)}]`
  if (filter.kind === 'compare') return own
  return `${filter.kind}[${filter.parts.map((part) => shape(text, part)).join('|')}]`
}

describe('what belongs together', () => {
  it.each([
    ['', 'all'],
    [' \n\t ', 'all'],
    ['a', 'a'],
    ['a b', 'and[a|b]'],
    ['a AND b  AND c', 'and[a|b|c]'],
    ['a b OR c', 'or[and[a|b]|c]'],
    ['a (b OR c)', 'and[a|or[b|c]]'],
    ['-a b', 'and[not[a]|b]'],
    ['NOT a b', 'and[not[a]|b]'],
    ['-(a b)', 'not[and[a|b]]'],
    ['NOT(a)(b)', 'and[not[(a)]|(b)]'],
    ['-(-a)', 'not[not[a]]'],
    ['a-b or not and', 'and[a-b|or|not|and]'],
    ['"a OR b" "c\\"d"', 'and["a OR b"|"c\\"d"]'],
    ['svc:"a b" ev:(x, "y z" ,v) -port:1..2', 'and[svc:"a b"|ev:(x, "y z" ,v)|not[port:1..2]]'],
    ['text~^(GET|POST)\\s x', 'and[text~^(GET|POST)\\s|x]'],
    ['(text~(a)b) x', 'and[(text~(a)b)|x]'],
    ['10.0.0.1:80 ::1 a->b', 'and[10.0.0.1:80|::1|a->b]'],
  ])('%j is %s', (text, expected) => {
    expect(shape(text)).toBe(expected)
  })
})

const tests = (text: string) => {
  const filter = parse(text)
  return filter.kind === 'compare' ? filter.tests : []
}

describe('what a value asks', () => {
  it.each([
    ['Wörd', { kind: 'contains', text: 'wörd' }],
    ['wo*rd', { kind: 'glob', parts: ['', 'wo', 'rd', ''] }],
    ['*word*', { kind: 'contains', text: 'word' }],
    ['*', { kind: 'glob', parts: ['', ''] }],
    ['"a\\*b\\\\c\\"d\\e"', { kind: 'contains', text: 'a*b\\c"d\\e' }],
    ['a\\', { kind: 'contains', text: 'a\\' }],
    ['svc:A**b*', { kind: 'glob', parts: ['a', 'b', ''] }],
    ['svc:"a b*"', { kind: 'glob', parts: ['a b', ''] }],
    ['svc=a*', { kind: 'equals', text: 'a*' }],
    ['id:A', { kind: 'equals', text: 'A' }],
    ['bytes:1.5k', { kind: 'between', from: 1536, to: 1536 }],
    ['bytes>2GiB', { kind: 'between', from: 2 * 1024 ** 3 + 1, to: null }],
    ['dur<1.5m', { kind: 'between', from: null, to: 89_999 }],
    ['dur:..1w', { kind: 'between', from: null, to: 604_800_000 }],
    ['port:1..', { kind: 'between', from: 1, to: null }],
    ['peer:10.0.0.7', { kind: 'addresses', from: '40a000007', to: '40a000007' }],
    ['peer:::/0', { kind: 'addresses', from: `6${'0'.repeat(32)}`, to: `6${'f'.repeat(32)}` }],
    ['last:1d', { kind: 'within', ms: 86_400_000 }],
    ['hex:"DE ad"', { kind: 'bytes', hex: 'dead' }],
    ['text~"a\\"b\\d\\\\"', { kind: 'pattern', source: 'a"b\\d\\\\' }],
  ])('%s', (text, test) => {
    expect(tests(text)).toEqual([test])
  })

  it('knows a list, and a rank as one', () => {
    expect(tests('svc!=(a, "b,c")')).toEqual([
      { kind: 'equals', text: 'a' },
      { kind: 'equals', text: 'b,c' },
    ])
    expect(tests('severity>=warning')).toEqual(tests('severity:(warning,error)'))
  })

  it('knows fields in any case, and conn for id', () => {
    expect(parse('SVC:a')).toMatchObject({ field: 'svc', op: ':' })
    expect(parse('conn:a')).toMatchObject({ field: 'id' })
  })
})

describe('what is no filter', () => {
  it.each([
    ['a  OR‹›', 'term is missing'],
    ['‹OR› a', 'term is missing'],
    ['a OR ‹OR› b', 'term is missing'],
    ['a AND‹›', 'term is missing'],
    ['-‹-a›', 'term is missing'],
    ['a -‹ ›b', 'term is missing'],
    ['NOT‹›', 'term is missing'],
    ['(‹)›', 'term is missing'],
    ['a‹)› b', 'closes nothing'],
    ['a ‹(›b OR (c)', 'not closed'],
    ['a ‹"b c›', 'quote is not closed'],
    ['"a"‹b›', 'needs a space'],
    ['file:a‹(›1).pdf', 'in quotes'],
    ['a‹"›b"', 'in quotes'],
    ['svc:‹›', 'value is missing'],
    ['svc:‹ ›a', 'value is missing'],
    ['svc:(a ‹b›)', 'separated by commas'],
    ['svc:(a,‹)›', 'value is missing'],
    ['svc:‹(›a', 'list is not closed'],
    ['svc=‹(›a,b)', 'svc= takes a single value'],
    ['‹http›://x', 'http is not a field; fields are svc'],
    ['svc‹>›a', 'svc does not take >; it takes : = != ~'],
    ['last‹>›5m', 'last does not take >; it takes :'],
    ['port:‹http›', 'port is "http"; it must be a whole number such as 80'],
    ['port:‹9..1›', 'port is a range from 9 to 1'],
    ['port:‹..›', 'port is ".."'],
    ['port:‹1..2..3›', 'port is "1..2..3"'],
    ['port:‹-1›', 'port is "-1"'],
    ['port=‹1..2›', 'port is "1..2"'],
    ['bytes>‹4x›', 'bytes is "4x"; it must be a number of bytes such as 512, 4k or 2m'],
    ['bytes>‹9999999t›', 'bytes is "9999999t"'],
    ['dur>‹5›', 'dur is "5"; it must be a time with its unit'],
    ['last:‹15›', 'last is "15"; it must be a time with its unit such as 15m'],
    ['peer:‹10.0.0›', 'peer is "10.0.0"; it must be an address'],
    ['peer:‹10.0.0.0/33›', 'peer is'],
    ['peer:‹::ffff:10.0.0.0/95›', 'peer is'],
    ['peer:‹10.0.0.9..10.0.0.1›', 'peer is'],
    ['peer:‹10.0.0.1..::1›', 'peer is'],
    ['hex:‹abc›', 'hex is "abc"; it must be bytes in pairs of hex digits'],
    ['dir:‹inn›', 'dir is "inn"; it must be one of in, out'],
    ['severity:(info,‹bad›)', 'severity is "bad"; it must be one of info, warning, error'],
    ['severity>‹error›', 'Nothing is > error'],
    ['(a text~‹(a›', 'parentheses of the regular expression do not match'],
    ['text~‹[(]›', 'or put it in quotes'],
    ['text~‹a\\›', 'ends in a single \\'],
    [`text~‹${'a'.repeat(201)}›`, 'has 201 characters; it may have 200'],
  ])('%s', (marked, message) => {
    const { error } = parseFilter(marked.replaceAll(/[‹›]/g, ''))
    expect(error?.message).toContain(message)
    const position = marked.indexOf('‹')
    expect(error).toMatchObject({ position, length: marked.indexOf('›') - position - 1 })
  })

  it('tells what could have stood there', () => {
    expect(parseFilter('dir:x').error?.expected).toEqual(['in', 'out'])
    expect(parseFilter('nofield:x').error?.expected).toContain('svc')
    expect(parseFilter('svc>a').error?.expected).toEqual([':', '=', '!=', '~'])
  })

  it('is a field that the subject has not', () => {
    const { error } = parseFilter('svc:a ev:b', { subject: 'connections' })
    expect(error).toMatchObject({ position: 6, length: 2 })
    expect(error?.message).toContain('ev is a field of the journal, not of connections')
    expect(error?.expected).not.toContain('ev')
    expect(parseFilter('svc:a ev:b', { subject: 'journal' }).error).toBeNull()
  })
})

describe('bounds', () => {
  it.each([
    ['words', 'a '.repeat(LIMITS.values)],
    ['values of a list', `svc:(${'a,'.repeat(LIMITS.values - 1)}a) `],
  ])('of %s', (_, most) => {
    expect(parseFilter(most).error).toBeNull()
    expect(parseFilter(`${most}b`).error).toMatchObject({ position: most.length, length: 1 })
  })

  it('of characters', () => {
    const long = `"${'a'.repeat(LIMITS.characters - 2)}"`
    expect(parseFilter(long).error).toBeNull()
    expect(parseFilter(`${long} `).error).toMatchObject({ position: LIMITS.characters, length: 1 })
  })

  it('of parentheses', () => {
    const deep = (depth: number) => '('.repeat(depth) + 'a' + ')'.repeat(depth)
    expect(parseFilter(deep(LIMITS.depth)).error).toBeNull()
    expect(parseFilter(deep(LIMITS.depth + 1)).error).toMatchObject({ position: LIMITS.depth, length: 1 })
    expect(parseFilter('-('.repeat(999)).error?.message).toContain('flatter')
  })
})
