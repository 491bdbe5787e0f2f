import { Ajv, type AnySchema, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import * as contract from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'

type Media = { schema?: unknown }
type Described = { description?: string; content?: Record<string, Media> }

/** Closing the app fails when an answer was not as its route describes it. */
export function holdAnswers(app: App): void {
  const answers = new AnswerCheck()
  app.addHook('preSerialization', async (request, reply, body) => {
    answers.take(request, reply.statusCode, body)
    return body
  })
  app.addHook('onClose', async () => {
    const [mismatch] = answers.mismatches
    if (mismatch) throw new Error(`An answer is not as it is described: ${mismatch}`)
  })
}

/**
 * Holds answers against what their routes say about them: the status, the body by its schema without a field more, and
 * the code of a problem. Collects what differs.
 */
export class AnswerCheck {
  readonly mismatches: string[] = []
  readonly #ajv = new Ajv({ strict: false, allErrors: true })
  readonly #checks = new WeakMap<object, ValidateFunction>()

  constructor() {
    addFormats.default(this.#ajv)
    for (const part of Object.values(contract)) {
      if (typeof part === 'object' && part !== null && '$id' in part) this.#ajv.addSchema(closed(part))
    }
  }

  /** Takes the body before it is made into text. */
  take({ method, routeOptions: { url, schema } }: FastifyRequest, status: number, body: unknown): void {
    if (!url?.startsWith('/api/') || schema?.hide) return
    const described = (schema?.response as Record<string, Described> | undefined)?.[status]
    const finding = described ? this.#compare(described, body) : 'is not described'
    if (finding !== null) this.mismatches.push(`${method} ${url} ${status}: ${finding}`)
  }

  #compare({ description = '', content = {} }: Described, body: unknown): string | null {
    const schema = (content['application/json'] ?? content['application/problem+json'])?.schema
    if (typeof schema !== 'object' || schema === null) return null
    const told: unknown = JSON.parse(JSON.stringify(body))
    const check = this.#checkOf(schema)
    if (!check(told)) return `${this.#ajv.errorsText(check.errors)} in ${JSON.stringify(told).slice(0, 300)}`
    const code = isProblem(told) ? told.code : null
    return code !== null && !description.includes(`\`${code}\``) ? `the code ${code} is not described` : null
  }

  #checkOf(schema: object): ValidateFunction {
    const known = this.#checks.get(schema)
    if (known) return known
    const check = this.#ajv.compile(closed(schema))
    this.#checks.set(schema, check)
    return check
  }
}

function isProblem(body: unknown): body is { code: string } {
  return typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body
}

/** The schema with no room for fields that it does not name. */
function closed(schema: object): AnySchema {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    const isObject = typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
    return isObject && !('additionalProperties' in value) ? { ...value, additionalProperties: false } : value
  }) as AnySchema
}
