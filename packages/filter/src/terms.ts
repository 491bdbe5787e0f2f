import { networkRange } from './address.ts'
import { findField, type Field } from './fields.ts'
import type { Filter, Test } from './filter.ts'
import { fold } from './fold.ts'
import { formatFilter } from './format-filter.ts'
import { parseFilter } from './parse-filter.ts'

/** A term of a filter: its text as it was written, and what it means. */
export type Term = { text: string; filter: Filter }

/** What all have to hold: the chips of a filter bar. null for a text that is no filter. */
export function termsOf(text: string): Term[] | null {
  const { filter } = parseFilter(text)
  if (!filter) return null
  if (filter.kind === 'all') return []
  const parts = filter.kind === 'and' && isOpen(filter) ? filter.parts : [filter]
  return parts.map((part) => ({ text: text.slice(part.span.from, part.span.to), filter: part }))
}

/**
 * The filter's text with one more term. A term that is there already is not added again, and one that says the
 * contrary of it makes way. A text that is no filter makes way, too.
 */
export function addTerm(text: string, term: string): string {
  const [added, contrary] = [usual(term), usual(`-(${term})`)]
  const kept = (termsOf(text) ?? []).filter(({ filter }) => !isContrary(formatFilter(filter)))
  if (kept.some(({ filter }) => formatFilter(filter) === added)) return joined(kept)
  return joined([...kept, ...(termsOf(term) ?? [])])

  function isContrary(other: string): boolean {
    return other === contrary || usual(`-(${other})`) === added
  }
}

/** The filter's text without the terms that mean the same as this one. */
export function removeTerm(text: string, term: string): string {
  const removed = usual(term)
  return joined((termsOf(text) ?? []).filter(({ filter }) => formatFilter(filter) !== removed))
}

/**
 * The term that a field has this value, as a cell of a table shows it: bytes, milliseconds, an address or a text.
 * null is that it has no value. With `exclude`, the contrary.
 */
export function valueTerm(field: Field, value: string | number | null, { exclude = false } = {}): string {
  const isExcluded = exclude !== (value === null)
  const filter: Filter = {
    kind: 'compare',
    field,
    op: field === 'text' && value !== null ? '=' : ':',
    tests: [testOf(field, value)],
    span: NOWHERE,
  }
  return formatFilter(isExcluded ? { kind: 'not', part: filter, span: NOWHERE } : filter)
}

const NOWHERE = { from: 0, to: 0 }

function testOf(field: Field, value: string | number | null): Test {
  if (value === null) return anyOf(field)
  if (typeof value === 'number') return { kind: 'between', from: value, to: value }
  const range = field === 'peer' ? networkRange(value) : null
  return range
    ? { kind: 'addresses', ...range }
    : { kind: 'equals', text: field === 'id' ? value : fold(value) }
}

function anyOf(field: Field): Test {
  const type = findField(field)?.type
  const isNumber = type === 'number' || type === 'bytes' || type === 'duration'
  return isNumber ? { kind: 'between', from: null, to: null } : { kind: 'glob', parts: ['', ''] }
}

function usual(text: string): string | null {
  const { filter } = parseFilter(text)
  return filter && formatFilter(filter)
}

/** What stood between the terms is gone: `AND`, and more than one space. */
function joined(terms: Term[]): string {
  const isLoose = ({ filter }: Term) => terms.length > 1 && filter.kind === 'or' && isOpen(filter)
  return terms.map((term) => (isLoose(term) ? `(${term.text})` : term.text)).join(' ')
}

/** Whether it stands without parentheses around it: then it begins where its first part does. */
const isOpen = ({ parts, span }: Extract<Filter, { parts: Filter[] }>) => parts[0]?.span.from === span.from
