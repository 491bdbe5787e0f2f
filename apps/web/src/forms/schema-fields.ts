import { humanise } from '../format/words.ts'
import { told } from '../language/texts.ts'
import type { CommonField, Field, Variant } from './field.ts'
import type { JsonSchema } from './json-schema.ts'
import { quantityOf } from './quantity.ts'

/** The controls for an object schema, in its own order. `path` is where the object lies in the request body. */
export function fieldsOf(schema: JsonSchema, path: string): Field[] {
  const required = new Set(schema.required)
  return Object.entries(schema.properties ?? {})
    .filter(([, property]) => property.const === undefined)
    .map(([key, property]) => fieldOf(key, property, `${path}/${key}`, required.has(key)))
}

function fieldOf(key: string, schema: JsonSchema, path: string, required: boolean): Field {
  const { inner, nullable } = withoutNull(schema)
  const common: CommonField = {
    path,
    key,
    label: told(schema.title ?? inner.title ?? humanise(key)),
    description: told(
      describe(schema.description ?? inner.description ?? '', nullable && inner.type !== 'object'),
    ),
    required,
    nullable,
    default: schema.default ?? inner.default ?? (schema.default === null ? null : undefined),
  }
  return { ...common, ...controlOf(key, inner, path) } as Field
}

/** In a form, null is an empty control; every nullable field says what that means. */
function describe(description: string, nullable: boolean): string {
  if (!nullable || /\bempty:/i.test(description)) return description
  // @wc-ignore
  const said = description.replaceAll('null:', 'Empty:').replaceAll(/\bnull\b/g, 'empty')
  // @wc-ignore
  return !/\bempty:/i.test(said) ? `${said} Empty: none.`.trim() : said
}

function controlOf(key: string, schema: JsonSchema, path: string): { kind: Field['kind'] } {
  if (schema.enum) return choice(schema.enum.map((value) => ({ const: value })))
  if (schema.anyOf) return unionControl(schema.anyOf, path)
  switch (schema.type) {
    case 'string':
      return text(schema)
    case 'integer':
    case 'number':
      return number(key, schema)
    case 'boolean':
      return { kind: 'switch' }
    case 'array':
      if (schema.items?.properties?.['secret']?.writeOnly) return secrets(schema, schema.items.properties)
      return schema.items?.type === 'string' ? list(schema) : { kind: 'json' }
    case 'object':
      return schema.properties ? group(schema, path) : { kind: 'json' }
    default:
      return { kind: 'json' }
  }
}

const choice = (options: JsonSchema[]) => ({
  kind: 'choice' as const,
  choices: options.map((option) => ({
    value: option.const,
    label: told(option.title ?? String(option.const)),
  })),
})

const text = ({
  minLength = 0,
  maxLength = Infinity,
  pattern,
  escapes = false,
  writeOnly = false,
}: JsonSchema) => ({
  kind: 'text' as const,
  minLength,
  maxLength,
  pattern: pattern ?? null,
  escapes,
  isSecret: writeOnly,
})

const number = (key: string, { type, minimum = -Infinity, maximum = Infinity }: JsonSchema) => ({
  kind: 'number' as const,
  quantity: quantityOf(key),
  integer: type === 'integer',
  minimum,
  maximum,
})

const list = ({ items, maxItems = Infinity, examples = [] }: JsonSchema) => ({
  kind: 'list' as const,
  maxItems,
  maxLength: items?.maxLength ?? Infinity,
  example: [examples[0] ?? []].flat().join('\n'),
})

const secrets = ({ maxItems = Infinity }: JsonSchema, { name, secret }: Record<string, JsonSchema>) => ({
  kind: 'secrets' as const,
  maxItems,
  maxLength: (secret && withoutNull(secret).inner.maxLength) ?? Infinity,
  namePattern: name?.pattern ?? null,
})

const group = (schema: JsonSchema, path: string) => ({
  kind: 'group' as const,
  fields: fieldsOf(schema, path),
})

function unionControl(options: JsonSchema[], path: string): { kind: Field['kind'] } {
  if (options.every((option) => option.const !== undefined)) return choice(options)
  const tag = sharedTag(options)
  if (tag === null) return { kind: 'json' }
  const variants = options.map((option): Variant => {
    const value = String(option.properties?.[tag]?.const)
    const label = told(option.title ?? humanise(value))
    return { value, label, description: told(option.description ?? ''), fields: fieldsOf(option, path) }
  })
  return { kind: 'variant', tag, variants } as { kind: 'variant' }
}

/** The key under which every option of a union has a constant of its own. */
function sharedTag(options: JsonSchema[]): string | null {
  const keys = Object.keys(options[0]?.properties ?? {})
  const isTag = (key: string) => options.every((option) => option.properties?.[key]?.const !== undefined)
  return keys.find(isTag) ?? null
}

/** A union with null, without it. */
function withoutNull(schema: JsonSchema): { inner: JsonSchema; nullable: boolean } {
  const options = schema.anyOf?.filter((option) => option.type !== 'null')
  if (!options || options.length === schema.anyOf?.length) return { inner: schema, nullable: false }
  const [only, ...more] = options
  return { inner: only && more.length === 0 ? only : { ...schema, anyOf: options }, nullable: true }
}
