import type { TObject } from 'typebox'
import { Value } from 'typebox/value'

export type OptionProblem = { path: string; message: string }

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
  const options = Value.Default(schema, structuredClone(given)) as Record<string, unknown>
  if (Value.Check(schema, options)) return { options, problems: [] }
  return { options, problems: readable([...Value.Errors(schema, options)], options, base) }
}

function readable(errors: SchemaError[], options: object, base: string): OptionProblem[] {
  const wrongKinds = errors.filter(({ keyword }) => keyword === 'const')
  const problems = new Map<string, string>()
  for (const error of errors) {
    if (error.keyword === 'anyOf' || error.keyword === 'boolean') continue
    // A choice such as framing is told apart by its kind; what the kinds not chosen would want is noise.
    if (wrongKinds.some((wrong) => variantOf(wrong) === variantOf(error))) continue
    problems.set(...describe(error, options))
  }
  for (const { instancePath } of problems.size === 0 ? wrongKinds : []) {
    const allowed = wrongKinds.filter((error) => error.instancePath === instancePath).map(allowedValue)
    problems.set(instancePath, `is ${shown(options, instancePath)}; allowed: ${allowed.join(', ')}`)
  }
  return Array.from(problems, ([path, message]) => ({ path: base + path, message }))
}

function variantOf({ schemaPath }: SchemaError): string | undefined {
  return /^.*\/anyOf\/\d+/.exec(schemaPath)?.[0] ?? ''
}

function allowedValue({ params }: SchemaError): string {
  return 'allowedValue' in params ? String(params.allowedValue) : ''
}

function describe(
  { keyword, instancePath, params, message }: SchemaError,
  options: object,
): [string, string] {
  if (keyword === 'additionalProperties' && 'additionalProperties' in params) {
    const [name] = params.additionalProperties
    return [`${instancePath}/${name}`, 'is not an option of this protocol; remove it']
  }
  return [instancePath, `is ${shown(options, instancePath)}; it ${message}`]
}

function shown(options: object, path: string): string {
  return JSON.stringify(Value.Pointer.Get(options, path)) ?? 'missing'
}
