import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import {
  AccessTestResult,
  ApiToken,
  ApplyPlan,
  Backup,
  Chat,
  Chunk,
  CloseOutcome,
  Connection,
  File,
  Health,
  JournalCount,
  JournalEntry,
  MessageReceipt,
  NewApiToken,
  OwnSession,
  OwnSessions,
  Problem,
  Protocol,
  RecoveryCodes,
  SecondFactorOffer,
  Service,
  Session,
  Settings,
  Setup,
  Storage,
  User,
} from '@switchboard/contract'
import plugin from 'fastify-plugin'
import about from '../../package.json' with { type: 'json' }
import { SESSION_COOKIE } from '../access/gate.ts'
import { problems } from '../resources/documented.ts'
import { validatorCompiler } from '../validation.ts'

const COMPONENTS = [
  AccessTestResult,
  ApiToken,
  ApplyPlan,
  Backup,
  Chat,
  Chunk,
  CloseOutcome,
  Connection,
  File,
  Health,
  JournalCount,
  JournalEntry,
  MessageReceipt,
  NewApiToken,
  OwnSession,
  OwnSessions,
  Problem,
  Protocol,
  RecoveryCodes,
  SecondFactorOffer,
  Service,
  Session,
  Settings,
  Setup,
  Storage,
  User,
]

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
      refResolver: {
        buildLocalReference: (schema, _base, _fragment, at) => String(schema['$id'] ?? `def-${at}`),
      },
    })
    app.route({
      method: 'GET',
      url: '/api/v1/openapi.json',
      config: { role: 'viewer' },
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

const DOCUMENT: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Switchboard',
    version: about.version,
    description: 'Run and watch small TCP, UDP and Unix-socket services.',
  },
  security: [{ token: [] }, { session: [] }, {}],
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'The value of SWITCHBOARD_ADMIN_TOKEN.' },
      session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
    },
  },
}
