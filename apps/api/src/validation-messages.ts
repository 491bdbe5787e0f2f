import type { ErrorObject } from 'ajv'

/** A body can hold a hundred thousand mistakes: so many are looked at, and so many told. */
const MOST_EXAMINED = 500
const MOST_TOLD = 50

type FieldError = { path: string; message: string }

/**
 * Ajv's errors in plain words: which field, which value, what is allowed. Of a union only the alternative that was
 * meant is reported. Ajv must run with `verbose`.
 */
export function plainErrors(errors: ErrorObject[] | null | undefined): FieldError[] {
  const meant = resolveUnions((errors ?? []).slice(0, MOST_EXAMINED))
  const fields = meant.map((error) => ({ path: pathOf(error), message: messageOf(error) }))
  const distinct = fields.filter((field, at) => fields.findIndex((other) => same(field, other)) === at)
  return distinct.slice(0, MOST_TOLD)
}

const same = (a: FieldError, b: FieldError) => a.path === b.path && a.message === b.message

/** JSON pointer of the field that is wrong, missing or unknown. */
function pathOf({ instancePath, params }: ErrorObject): string {
  const field: unknown = params['missingProperty'] ?? params['additionalProperty']
  if (typeof field !== 'string') return instancePath
  return `${instancePath}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Replaces the errors inside each failed union by those of the alternative that fits best. */
function resolveUnions(errors: ErrorObject[]): ErrorObject[] {
  const union = errors.find((error) => error.keyword === 'anyOf')
  if (!union) return errors
  const inside = `${union.schemaPath}/`
  const within = (error: ErrorObject) =>
    error.schemaPath.startsWith(inside) && error.instancePath.startsWith(union.instancePath)
  const rest = errors.filter((error) => error !== union && !within(error))
  return [...resolveUnions(rest), ...bestAlternative(union, errors.filter(within), inside)]
}

function bestAlternative(union: ErrorObject, inner: ErrorObject[], inside: string): ErrorObject[] {
  const alternatives = Map.groupBy(inner, (error) => error.schemaPath.slice(inside.length).split('/')[0])
  const candidates = [...alternatives.values()]
    .filter((errors) => !errors.some((error) => isOfOtherKind(union, error)))
    .map(resolveUnions)
    .sort((a, b) => a.length - b.length)
  if (candidates[0]) return candidates[0]
  return [mergeKinds(union, inner)]
}

/** Whether the error says "this is another kind of thing" rather than "this thing has a mistake". */
function isOfOtherKind(union: ErrorObject, error: ErrorObject): boolean {
  if (error.instancePath === union.instancePath) return ['type', 'const', 'enum'].includes(error.keyword)
  return error.keyword === 'const' || error.keyword === 'enum'
}

/** No alternative fits: one error that lists what each would have taken. */
function mergeKinds(union: ErrorObject, inner: ErrorObject[]): ErrorObject {
  const choices = inner.filter((error) => error.keyword === 'const' || error.keyword === 'enum')
  const first = choices[0]
  if (first) return { ...first, keyword: 'enum', params: { allowedValues: choices.flatMap(allowedValues) } }
  const kinds = inner.filter((error) => error.keyword === 'type' && error.instancePath === union.instancePath)
  return { ...union, keyword: 'type', params: { type: kinds.map(({ params }) => params['type'] as string) } }
}

function allowedValues({ params }: ErrorObject): unknown[] {
  return (params['allowedValues'] as unknown[] | undefined) ?? [params['allowedValue']]
}

type Wording = (params: Record<string, unknown>, value: string, schema: Record<string, unknown>) => string

const WORDING: Record<string, Wording> = {
  required: () => 'is required',
  additionalProperties: (_params, _value, schema) => `is not a known field${known(schema['properties'])}`,
  enum: ({ allowedValues }, value) => `${value} is not allowed; allowed: ${listed(allowedValues)}`,
  const: ({ allowedValue }, value) => `${value} is not allowed; allowed: ${listed([allowedValue])}`,
  type: ({ type }, value) => `${value} is not ${kinds(type)}`,
  minimum: ({ limit }, value) => `${value} is too small; ${String(limit)} or more is allowed`,
  maximum: ({ limit }, value) => `${value} is too large; at most ${String(limit)} is allowed`,
  minLength: ({ limit }, value) => `${value} is too short; at least ${String(limit)} characters are needed`,
  maxLength: ({ limit }, value) => `${value} is too long; at most ${String(limit)} characters are allowed`,
  minItems: ({ limit }) => `has too few items; at least ${String(limit)} needed`,
  maxItems: ({ limit }) => `has too many items; at most ${String(limit)} allowed`,
  minProperties: ({ limit }) => `is empty; name at least ${String(limit)} field to change`,
  uniqueItems: ({ i, j }) => `items ${String(j)} and ${String(i)} are the same`,
  pattern: ({ pattern }, value, schema) =>
    `${value} is not allowed; allowed: ${String(schema['description'] ?? pattern)}`,
  format: ({ format }, value) => `${value} is not a ${String(format)}`,
}

/** Where a body may hold secrets although it is not what it should be. */
const MAY_HOLD_SECRETS = /^(\/challenge(\/secrets(\/\d+(\/secret(\/.*)?)?)?)?)?$/

function messageOf(error: ErrorObject): string {
  const schema = (error.parentSchema ?? {}) as Record<string, unknown>
  const isSecret = schema['writeOnly'] || MAY_HOLD_SECRETS.test(error.instancePath)
  const value = isSecret ? 'the value' : shown(error.data)
  return WORDING[error.keyword]?.(error.params, value, schema) ?? error.message ?? 'is not valid'
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

const listed = (values: unknown) => (Array.isArray(values) ? values.map(shown).join(', ') : shown(values))

function known(properties: unknown): string {
  const names = properties && typeof properties === 'object' ? Object.keys(properties) : []
  return names.length ? `; known are ${names.join(', ')}` : ''
}

function kinds(type: unknown): string {
  const names = Array.isArray(type) ? type.map(String) : [String(type)]
  return names
    .map((name) => (name === 'null' ? 'null' : `${/^[aio]/.test(name) ? 'an' : 'a'} ${name}`))
    .join(' or ')
}
