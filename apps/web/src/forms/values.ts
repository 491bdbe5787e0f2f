import type { Field, ListField, NumberField, TextField, Variant } from './field.ts'
import { parseQuantity } from './quantity.ts'
import { asSecrets, findSecretErrors } from './secrets.ts'
import type { FieldError } from './field-error.ts'

/** What a form holds: parsed values, or the text of a number or of JSON that does not parse (yet). */
export type Values = Record<string, unknown>

/** The values a form begins with: `given` where it says something, defaults elsewhere. */
export function initialValues(fields: readonly Field[], given: Values = {}): Values {
  const values: Values = {}
  for (const field of fields) values[field.key] = initialValue(field, given[field.key])
  return values
}

function initialValue(field: Field, given: unknown): unknown {
  const value = given === undefined ? structuredClone(field.default) : given
  switch (field.kind) {
    case 'group':
      return field.nullable && !value ? null : initialValues(field.fields, asValues(value))
    case 'variant': {
      const variant = variantOf(field.variants, asValues(value)[field.tag]) ?? field.variants[0]
      return variant ? variantValues(field.tag, variant, asValues(value)) : value
    }
    case 'switch':
      return value ?? false
    case 'choice':
      return value === undefined && field.required ? field.choices[0]?.value : value
    case 'list':
      return value ?? (field.nullable ? null : [])
    case 'secrets':
      return value ?? [{ name: '', secret: '' }]
    case 'text':
      return value ?? (field.nullable ? null : field.required ? '' : undefined)
    case 'number':
    case 'json':
      return value ?? (field.nullable ? null : undefined)
  }
}

/** The values of one variant; what it shares with `given` is kept. */
export const variantValues = (tag: string, variant: Variant, given: Values): Values => ({
  [tag]: variant.value,
  ...initialValues(variant.fields, given),
})

export const variantOf = (variants: readonly Variant[], value: unknown) =>
  variants.find((variant) => variant.value === value)

/** The request body: what the fields hold, without what was left empty. */
export function toBody(fields: readonly Field[], values: Values): Values {
  const body: Values = {}
  for (const field of fields) {
    const value = values[field.key]
    if (value === undefined) continue
    if (value === null) body[field.key] = null
    else if (field.kind === 'group') body[field.key] = toBody(field.fields, asValues(value))
    else if (field.kind === 'variant') {
      const tag = asValues(value)[field.tag]
      const variant = variantOf(field.variants, tag)
      body[field.key] = variant ? { [field.tag]: tag, ...toBody(variant.fields, asValues(value)) } : value
    } else body[field.key] = value
  }
  return body
}

/** Every error of the form, in the order of its controls. */
export function findErrors(fields: readonly Field[], values: Values): FieldError[] {
  return fields.flatMap((field): FieldError[] => {
    const value = values[field.key]
    if (value === null && field.nullable) return []
    if (field.kind === 'group') return findErrors(field.fields, asValues(value))
    if (field.kind === 'variant') {
      const variant = variantOf(field.variants, asValues(value)[field.tag])
      return variant ? findErrors(variant.fields, asValues(value)) : []
    }
    if (field.kind === 'list') return listErrors(field, asList(value))
    if (field.kind === 'secrets') return findSecretErrors(field, asSecrets(value))
    const message = findError(field, value)
    return message === null ? [] : [{ path: field.path, message }]
  })
}

function findError(field: Field, value: unknown): string | null {
  if (value === null && field.nullable) return null
  if (value === undefined || value === null) return field.required ? `${field.label} is needed.` : null
  switch (field.kind) {
    case 'text':
      return textError(field, String(value))
    case 'number':
      return numberError(field, value)
    case 'json':
      return typeof value === 'string' ? 'This is not valid JSON: check quotes, commas and brackets.' : null
    default:
      return null
  }
}

function textError(field: TextField, value: string): string | null {
  if (value === '' && (field.required || field.minLength > 0)) return `${field.label} is needed.`
  if (value.length < field.minLength) return `At least ${field.minLength} characters, please.`
  if (value.length > field.maxLength)
    return `At most ${field.maxLength} characters, please; this has ${value.length}.`
  if (field.pattern !== null && !new RegExp(field.pattern, 'u').test(value)) {
    return `${field.label} “${value}” has characters that do not belong there.`
  }
  return null
}

function numberError(field: NumberField, value: unknown): string | null {
  if (typeof value !== 'number') return `“${String(value)}” is not a number.`
  if (field.integer && !Number.isInteger(value)) return `A whole number, please; this is ${value}.`
  if (value < field.minimum) return `At least ${field.minimum}, please; this is ${value}.`
  if (value > field.maximum) return `At most ${field.maximum}, please; this is ${value}.`
  return null
}

function listErrors(field: ListField, values: readonly string[]): FieldError[] {
  if (values.length > field.maxItems) {
    return [{ path: field.path, message: `At most ${field.maxItems}, please; these are ${values.length}.` }]
  }
  return values.flatMap((value, index) => {
    const message = `“${value.slice(0, field.maxLength)}…” is too long: at most ${field.maxLength} characters.`
    return value.length > field.maxLength ? [{ path: `${field.path}/${index}`, message }] : []
  })
}

/** What was typed into a number's control: a number, null or undefined for nothing, the text when it is no number. */
export function parseNumber(field: NumberField, typed: string): unknown {
  const text = typed.trim()
  if (text === '') return field.nullable ? null : undefined
  const value = Number(text)
  if (Number.isFinite(value)) return value
  return (field.quantity && parseQuantity(field.quantity, text)) ?? text
}

/** What was typed into a list's control: a text for each line that is not empty. */
export const parseLines = (typed: string): string[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** What was typed into a JSON control: the value, or the text when it does not parse. */
export function parseJson(field: Field, typed: string): unknown {
  if (typed.trim() === '') return field.nullable ? null : undefined
  try {
    return JSON.parse(typed) as unknown
  } catch {
    return typed
  }
}

export const asValues = (value: unknown): Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {}

export const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
