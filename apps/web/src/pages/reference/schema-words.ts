// The reference is in English.
// @wc-ignore-file
import type { Schema } from '../../api/reference.ts'

export const nameOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)

/** What a value may be, in a few words: `integer or null`, `"tcp" | "udp"`, `array of Service`. */
export function kindOf(schema: Schema): string {
  const { $ref, type, items, anyOf, format } = schema
  if ($ref) return nameOf($ref)
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (anyOf) return [...new Set(anyOf.map(kindOf))].join(' or ')
  if (type === 'array' && items) return `array of ${kindOf(items)}`
  const plain = Array.isArray(type) ? type.join(' or ') : (type ?? 'any value')
  return format ? `${plain} (${format})` : plain
}

/** What bounds it: `1 to 65535`, `at most 40 characters`, `default 10000`. */
export function boundsOf(schema: Schema): string[] {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null')
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = { ...inner, ...schema }
  return [
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' items'),
    pattern ? `matches ${pattern}` : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
    schema.writeOnly ? 'never read back' : '',
  ].filter(Boolean)
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined && most === undefined) return ''
  if (most === undefined) return `at least ${least}${unit}`
  return least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`
}

/** The schema whose fields a reader wants to see: behind a name, in an array, or beside null. */
export function shapeOf(schema: Schema, named: Record<string, Schema>, depth = 0): Schema | null {
  if (depth > 8) return null
  if (schema.$ref) return shapeOf(named[nameOf(schema.$ref)] ?? {}, named, depth + 1)
  if (schema.properties) return schema
  if (schema.items) return shapeOf(schema.items, named, depth + 1)
  const alternatives = (schema.anyOf ?? []).filter(({ type }) => type !== 'null')
  return alternatives.length === 1 && alternatives[0] ? shapeOf(alternatives[0], named, depth + 1) : null
}
