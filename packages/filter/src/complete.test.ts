import { describe, expect, it } from 'vitest'
import { complete, type CompleteOptions } from './complete.ts'

const KNOWN: Record<string, string[]> = {
  svc: ['echo-lab', 'chat', 'my echo', 'or'],
  ev: ['connection.closed', 'connection.opened'],
  peer: ['10.0.0.7'],
}

const options: CompleteOptions = {
  subject: 'journal',
  valuesOf: (field) => (KNOWN[field] ?? []).map((value, index) => ({ value, count: 10 - index })),
}

/** `|` is the caret; the answer is the text with each item put in its place. */
function completed(marked: string, given = options): string[] {
  const position = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, items } = complete(text, position, given)
  return items.map(({ insert }) => text.slice(0, from) + insert + text.slice(to))
}

describe('complete', () => {
  it.each([
    ['s|', ['svc:', 'severity:', 'state:']],
    ['-sv|', ['-svc:']],
    ['a (pe|', ['a (peer:']],
    ['svc|', ['svc:', 'svc=', 'svc!=', 'svc~']],
    ['svc:e| x', ['svc:echo-lab x', 'svc:"my echo" x']],
    ['svc:ec|ho x', ['svc:echo-lab x', 'svc:"my echo" x']],
    ['svc!=|', ['svc!=echo-lab', 'svc!=chat', 'svc!="my echo"', 'svc!=or']],
    ['-svc:"my e|', ['-svc:"my echo"']],
    ['svc:"my e|cho" a', ['svc:"my echo" a']],
    ['svc:(chat, e|)', ['svc:(chat, echo-lab)', 'svc:(chat, "my echo")']],
    ['svc:("a b", c|)', ['svc:("a b", chat)', 'svc:("a b", echo-lab)', 'svc:("a b", "my echo")']],
    ['svc:(e|', ['svc:(echo-lab', 'svc:("my echo"']],
    ['ev:op|', ['ev:connection.opened']],
    ['dir:|', ['dir:in', 'dir:out']],
    ['dir:o|', ['dir:out']],
    ['last:1|', ['last:15m', 'last:1h', 'last:1d']],
    ['connection|', ['ev:connection.closed', 'ev:connection.opened']],
    ['10.0.0.0/8|', ['peer:10.0.0.0/8']],
    ['a O|', ['a svc:or', 'a state:open', 'a dir:out', 'a OR']],
    ['text~a|', []],
    ['nofield:a|', []],
    ['"a phrase|', []],
    ['"a svc:e|', []],
    ['"a \\" b" ev:op|', ['"a \\" b" ev:connection.opened']],
  ])('%s', (marked, expected) => {
    expect(completed(marked)).toEqual(expected)
  })

  it('offers every field of the subject where a term may begin', () => {
    expect(completed('svc:a |', { subject: 'journal' })).toHaveLength(18)
    expect(completed('|', { subject: 'connections' })).not.toContain('ev:')
    expect(completed('|')).toContain('last:')
    expect(completed('state:f|', { subject: 'services' })).toEqual(['state:failed', 'state:backoff'])
  })

  it('tells how often a value occurs and what a field is', () => {
    expect(complete('svc:chat', 8, options).items).toEqual([{ kind: 'value', insert: 'chat', count: 9 }])
    expect(complete('svc', 3).items[0]).toEqual({
      kind: 'field',
      insert: 'svc:',
      summary: 'name of the service',
    })
  })
})
