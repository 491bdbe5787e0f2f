import { formatRange } from './address.ts'
import { findField, type Field, type FieldType } from './fields.ts'
import type { Comparison, Filter, Test } from './filter.ts'
import type { Operator } from './operator.ts'
import { formatBytes, formatDuration } from './quantity.ts'

/** The filter in its usual spelling: `parseFilter` reads the same from it, spans apart. */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return ''
    case 'and':
      return filter.parts.map((part) => formatWithin(part, ['and', 'or'])).join(' ')
    case 'or':
      return filter.parts.map((part) => formatWithin(part, ['or'])).join(' OR ')
    case 'not':
      return `-${formatWithin(filter.part, ['and', 'or', 'not'])}`
    case 'compare':
      return formatComparison(filter)
  }
}

function formatWithin(part: Filter, inParentheses: Filter['kind'][]): string {
  return inParentheses.includes(part.kind) ? `(${formatFilter(part)})` : formatFilter(part)
}

function formatComparison({ field, op, tests }: Comparison): string {
  const values = tests.map((test) => formatTest(test, field, op))
  const [only = ''] = values
  if (values.length > 1) return `${field}${op}(${values.join(', ')})`
  return field === 'text' && op === ':' ? asTerm(only) : `${field}${op}${only}`
}

/** A word that would be read as something else goes into quotes. */
function asTerm(value: string): string {
  const isReadOtherwise = /^(-|[a-z]+([:=<>~]|!=))/i.test(value)
  return isReadOtherwise ? `"${value.replaceAll('\\', '\\\\')}"` : value
}

function formatTest(test: Test, field: Field, op: Operator): string {
  switch (test.kind) {
    case 'equals':
      return written([test.text], op === '=')
    case 'contains':
      return written([test.text])
    case 'glob':
      return written(field === 'text' && test.parts.length > 2 ? test.parts.slice(1, -1) : test.parts)
    case 'pattern':
      return formatPattern(test.source)
    case 'between':
      return formatBetween(test, op, AMOUNTS[findField(field)?.type ?? 'number'] ?? String)
    case 'addresses':
      return formatRange(test)
    case 'bytes':
      return test.hex
    case 'within':
      return formatDuration(test.ms)
  }
}

/** Texts with stars between them, in quotes where that is necessary. `isLiteral`: a star in a text means itself. */
function written(parts: string[], isLiteral = false): string {
  const plain = parts.join('*')
  const needsQuotes = /^$|[\s"(),]/.test(plain) || (!isLiteral && parts.some((part) => part.includes('*')))
  return needsQuotes ? `"${parts.map((part) => part.replaceAll(/[\\"*]/g, '\\$&')).join('*')}"` : plain
}

/** Inside quotes a pattern keeps its backslashes. */
function formatPattern(source: string): string {
  if (/^[^\s"()\\]+$/.test(source)) return source
  return `"${source.replaceAll(/\\[^]|"/g, (piece) => (piece === '"' ? '\\"' : piece))}"`
}

const AMOUNTS: Partial<Record<FieldType, (amount: number) => string>> = {
  bytes: formatBytes,
  duration: formatDuration,
}

function formatBetween(
  { from, to }: { from: number | null; to: number | null },
  op: Operator,
  amount: (value: number) => string,
): string {
  if (op === '>' && from !== null) return amount(from - 1)
  if (op === '<' && to !== null) return amount(to + 1)
  if (op === '>=' && from !== null) return amount(from)
  if (to !== null && (op === '<=' || from === to)) return amount(to)
  if (from === null && to === null) return '*'
  return `${from === null ? '' : amount(from)}..${to === null ? '' : amount(to)}`
}
