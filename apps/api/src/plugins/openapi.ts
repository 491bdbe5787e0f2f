import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import * as contract from '@switchboard/contract'
import plugin from 'fastify-plugin'
import about from '../../package.json' with { type: 'json' }
import { SESSION_COOKIE } from '../access/gate.ts'
import { describeRoute } from '../openapi/describe-route.ts'
import { TAGS } from '../openapi/tags.ts'
import { problems } from '../resources/documented.ts'
import { validatorCompiler } from '../validation.ts'

/** Everything in the contract that has a name. */
const COMPONENTS = Object.values(contract).filter(isComponent)

function isComponent(part: unknown): part is { $id: string } {
  return typeof part === 'object' && part !== null && '$id' in part
}

/** The API's description at `/api/v1/openapi.json`, made from the schemas that check the requests. */
export const openapi = plugin(
  async (app) => {
    app.setValidatorCompiler(validatorCompiler)
    // Presenters decide what goes out; a second pass over every answer would only cost time.
    app.setSerializerCompiler(() => (value) => JSON.stringify(value))
    for (const schema of COMPONENTS) {
      app.addSchema(schema)
    }
    await app.register(swagger, {
      openapi: DOCUMENT,
      convertConstToEnum: false,
      stripBasePath: false,
      transform: describeRoute,
      refResolver: {
        buildLocalReference: (schema, _base, _fragment, at) => String(schema['$id'] ?? `def-${at}`),
      },
    })
    app.route({
      method: 'GET',
      url: '/api/v1/openapi.json',
      config: { role: 'viewer', scoped: true },
      schema: {
        tags: ['description'],
        operationId: 'describeApi',
        summary: 'Describes this API (OpenAPI 3.1)',
        response: {
          200: { description: 'This document.', type: 'object', additionalProperties: true },
          ...problems(),
        },
      },
      handler: async () => app.swagger(),
    })
  },
  { name: 'openapi', dependencies: ['problems'] },
)

const ABOUT = [
  'Run and watch small TCP, UDP and Unix-socket services.',
  'Times are ISO 8601 in UTC with milliseconds. Lists are pages, newest first: `next` is what `before` takes. ' +
    'Every error is `application/problem+json` with a `code` to program against, and every answer has an `X-Request-Id`.',
  '`x-required-role` says who may call an operation: `viewer` reads, `operator` also starts, stops and speaks, ' +
    '`admin` may do everything; null: everybody.',
].join('\n\n')

const DOCUMENT: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Switchboard',
    version: about.version,
    description: ABOUT,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'This Switchboard' }],
  tags: TAGS,
  security: [{ token: [] }, { session: [] }],
  components: {
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        description: 'An API token, `sb_…`, or the value of SWITCHBOARD_ADMIN_TOKEN.',
      },
      session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
    },
  },
}
