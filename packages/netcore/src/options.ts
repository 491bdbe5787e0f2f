import { IsObject, IsUnion, Type, type TObject, type TSchema } from 'typebox'
import { Value } from 'typebox/value'

type OptionProblem = { path: string; message: string }

type SchemaError = ReturnType<typeof Value.Errors>[number]

/**
 * The options with every default filled in, or what is wrong with them: JSON pointers from `base` on, with messages
 * for people.
 */
export function resolveOptions(
  schema: TObject,
  given: Record<string, unknown>,
  base = '/options',
): { options: Record<string, unknown>; problems: OptionProblem[] } {
  const chosen = choose(schema, given)
  const options = Value.Default(chosen, structuredClone(given)) as Record<string, unknown>
  if (Value.Check(schema, options)) return { options, problems: [] }
  const problems = new Map<string, string>()
  for (const error of Value.Errors(chosen, options)) {
    if (error.keyword === 'anyOf' || error.keyword === 'boolean') continue
    const [path, message] = describe(error, options)
    // The first tells most; of a value that may also be null, the second says only that.
    if (!problems.has(path)) problems.set(path, message)
  }
  return { options, problems: Array.from(problems, ([path, message]) => ({ path: base + path, message })) }
}

/** The schema with only those kinds of a choice (such as framing) that `given` names: what others would want is noise. */
function choose(schema: TObject, given: Record<string, unknown>): TObject {
  const properties = Object.entries(schema.properties).map(([key, property]) => [
    key,
    chosenKind(property, given[key]),
  ])
  const { additionalProperties = true } = schema as { additionalProperties?: boolean }
  return Type.Object(Object.fromEntries(properties) as TObject['properties'], { additionalProperties })
}

function chosenKind(schema: TSchema, given: unknown): TSchema {
  const kinds = IsUnion(schema) ? schema.anyOf.filter(IsObject) : []
  if (given === undefined || kinds.length < 2) return schema
  const named = kinds.find((kind) => kindOf(kind) === (given as { kind?: unknown } | null)?.kind)
  return named ?? Type.Object({ kind: Type.Enum(kinds.map(kindOf)) })
}

const kindOf = ({ properties: { kind } }: TObject) => String((kind as { const?: unknown } | undefined)?.const)

function describe(error: SchemaError, options: object): [string, string] {
  const { keyword, instancePath, params, message } = error
  if (keyword === 'additionalProperties' && 'additionalProperties' in params) {
    const [name] = params.additionalProperties
    return [`${instancePath}/${name}`, 'is not an option of this protocol; remove it']
  }
  if (keyword === 'required' && 'requiredProperties' in params) {
    const [name] = params.requiredProperties
    return [`${instancePath}/${name}`, 'is missing']
  }
  const said = `is ${shown(options, instancePath)}`
  if (keyword === 'enum' && 'allowedValues' in params)
    return [instancePath, `${said}; allowed: ${abridged(params.allowedValues)}`]
  return [instancePath, `${said}; it ${message}`]
}

/** Enough to see what is meant; time zones are several hundreds. */
function abridged(values: readonly unknown[]): string {
  const [shown, more] = [values.slice(0, 10), values.length - 10]
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

function shown(options: object, path: string): string {
  return JSON.stringify(Value.Pointer.Get(options, path)) ?? 'missing'
}
