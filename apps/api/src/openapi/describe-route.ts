import type { SwaggerTransform } from '@fastify/swagger'
import type { FastifySchema, RouteOptions } from 'fastify'
import { BODY_EXAMPLES } from './body-examples.ts'
import { COMPONENT_EXAMPLES } from './component-examples.ts'

type Media = { schema?: unknown; example?: unknown }
type Answer = { type?: string; headers?: object; content?: Record<string, Media> }

const REQUEST_ID = {
  'X-Request-Id': { type: 'string', format: 'uuid', description: 'What the log calls this request.' },
}
const RETRY_AFTER = {
  'Retry-After': { type: 'integer', description: 'Seconds after which another try makes sense.' },
}

/** What all routes have in common is added here, so that none can forget it. */
export const describeRoute: SwaggerTransform = ({ schema, url, route }) => {
  if (!schema || schema.hide) return { schema, url }
  const { body, response, operationId } = schema
  return {
    url,
    schema: {
      ...schema,
      ...access(route),
      ...(body !== undefined && { body: withExample(body, BODY_EXAMPLES[operationId ?? '']) }),
      response: Object.fromEntries(
        Object.entries((response ?? {}) as Record<string, Answer>).map(([status, answer]) => [
          status,
          describeAnswer(status, answer),
        ]),
      ),
    } as FastifySchema,
  }
}

/** `x-required-role`: the least role that may call; null where nobody is asked. `x-service-tokens`: tokens for some services, too. */
function access({ config }: RouteOptions): object {
  const role = config?.role
  if (!role) return { 'x-required-role': null, security: [] }
  return { 'x-required-role': role, 'x-service-tokens': config?.scoped === true }
}

function describeAnswer(status: string, answer: Answer): Answer {
  const isToWait = status === '429' || status === '503'
  const headers = { ...REQUEST_ID, ...(isToWait && RETRY_AFTER), ...answer.headers }
  if (!answer.content) return { ...answer, headers }
  const content = Object.entries(answer.content).map(([type, media]) => [type, exampleFor(media)])
  return { ...answer, headers, content: Object.fromEntries(content) as Record<string, Media> }
}

function exampleFor(media: Media): Media {
  const example = exampleOf(media.schema)
  return example === undefined ? media : { ...media, example }
}

/** Of a thing of the contract, a page or an array of them; undefined for anything else. */
function exampleOf(schema: unknown): unknown {
  const { $ref, type, items, properties } = schema as {
    $ref?: string
    type?: string
    items?: unknown
    properties?: Record<string, unknown>
  }
  if ($ref) return COMPONENT_EXAMPLES[$ref.replace(/#$/, '')]
  if (type === 'array') return [exampleOf(items)]
  if (properties?.['items'] && properties['next'])
    return { items: exampleOf(properties['items']), next: null }
  return undefined
}

function withExample(schema: unknown, example: unknown): unknown {
  return example === undefined ? schema : { ...(schema as object), examples: [example] }
}
