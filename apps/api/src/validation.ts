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
  const validate = (httpPart === 'body' ? strict : lenient).compile(schema)
  return (value: unknown) => (validate(value) ? { value } : { error: invalid(plainErrors(validate.errors)) })
}

/** A check of a message by its schema; `errors` of the answer are in plain words. */
export function compileCheck<Value>(schema: TSchema): (value: unknown) => asserts value is Value {
  const validate: ValidateFunction = strict.compile(schema)
  return (value) => {
    if (!validate(value)) throw invalid(plainErrors(validate.errors))
  }
}
