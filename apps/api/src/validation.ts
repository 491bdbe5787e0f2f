import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { invalid } from './problem.ts'
import { plainErrors } from './validation-messages.ts'

const SETTINGS = { allErrors: true, removeAdditional: false, verbose: true, strict: false } as const

/** Bodies and messages mean what they say: nothing is converted, dropped or filled in. */
const strict = new Ajv({ ...SETTINGS, coerceTypes: false, useDefaults: false })

/** Query strings and path parameters are text: "50" is a number there, and defaults are filled in. */
const lenient = new Ajv({ ...SETTINGS, coerceTypes: true, useDefaults: true })

addFormats.default(strict)
addFormats.default(lenient)

/** Fastify's door to both. Throws problems `validation-failed`. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = whenNeeded(httpPart === 'body' ? strict : lenient, schema)
  return (value: unknown) => {
    const validate = validator()
    return validate(value) ? { value } : { error: invalid(plainErrors(validate.errors)) }
  }
}

/** Compiling all schemas takes longer than all else that a start does, so that each is compiled by its first use. */
function whenNeeded(ajv: Ajv, schema: TSchema): () => ValidateFunction {
  let validate: ValidateFunction | undefined
  return () => (validate ??= ajv.compile(schema))
}

/** A check of a message by its schema; `errors` of the answer are in plain words. */
export function compileCheck<Value>(schema: TSchema): (value: unknown) => asserts value is Value {
  const validator = whenNeeded(strict, schema)
  return (value) => {
    const validate = validator()
    if (!validate(value)) throw invalid(plainErrors(validate.errors))
  }
}
