import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { fastify, LogController, type FastifyBaseLogger } from 'fastify'
import type { DataDirectory } from './data-directory.ts'
import { limitCrowds } from './access/crowd-limit.ts'
import type { Environment } from './environment.ts'
import type { HeadStart } from './head-start.ts'
import { access } from './plugins/access.ts'
import { audit } from './plugins/audit.ts'
import { bans } from './plugins/bans.ts'
import { answerBrokenHttp } from './broken-http.ts'
import { dashboard } from './plugins/dashboard.ts'
import { files } from './plugins/files.ts'
import { identity } from './plugins/identity.ts'
import { jsonBodies } from './plugins/json-bodies.ts'
import { liveFeed } from './plugins/live-feed.ts'
import { metrics } from './plugins/metrics.ts'
import { openapi } from './plugins/openapi.ts'
import { answerProblem, problems } from './plugins/problems.ts'
import { reach } from './plugins/reach.ts'
import { stats } from './plugins/stats.ts'
import { store } from './plugins/store.ts'
import { switchboard } from './plugins/switchboard.ts'
import { webhooks } from './plugins/webhooks.ts'
import { websocket } from './plugins/websocket.ts'
import { accessRoutes } from './resources/access/access.routes.ts'
import { addressRoutes } from './resources/addresses/addresses.routes.ts'
import { auditRoutes } from './resources/audit/audit.routes.ts'
import { backupsRoutes } from './resources/backups/backups.routes.ts'
import { bansRoutes } from './resources/bans/bans.routes.ts'
import { captureRoutes } from './resources/capture/capture.routes.ts'
import { chatsRoutes } from './resources/chats/chats.routes.ts'
import { clientRoutes } from './resources/client/client.routes.ts'
import { connectionsRoutes } from './resources/connections/connections.routes.ts'
import { environmentRoutes } from './resources/environment/environment.routes.ts'
import { exportRoutes } from './resources/export/export.routes.ts'
import { filesRoutes } from './resources/files/files.routes.ts'
import { healthRoutes } from './resources/health/health.routes.ts'
import { journalStreamRoutes } from './resources/journal/journal-stream.routes.ts'
import { journalRoutes } from './resources/journal/journal.routes.ts'
import { metricsRoutes } from './resources/metrics/metrics.routes.ts'
import { protocolsRoutes } from './resources/protocols/protocols.routes.ts'
import { applyRoutes } from './resources/services/apply.routes.ts'
import { servicesRoutes } from './resources/services/services.routes.ts'
import { passwordRoutes } from './resources/session/password.routes.ts'
import { secondFactorRoutes } from './resources/session/second-factor.routes.ts'
import { sessionRoutes } from './resources/session/session.routes.ts'
import { settingsRoutes } from './resources/settings/settings.routes.ts'
import { setupRoutes } from './resources/setup/setup.routes.ts'
import { statsRoutes } from './resources/stats/stats.routes.ts'
import { tokensRoutes } from './resources/tokens/tokens.routes.ts'
import { usersRoutes } from './resources/users/users.routes.ts'
import { webhooksRoutes } from './resources/webhooks/webhooks.routes.ts'
import type { TlsFiles } from './tls/tls-files.ts'
import { tlsServer } from './tls/tls-server.ts'

export type AppOptions = {
  environment: Environment
  directory: Pick<DataDirectory, 'sockets' | 'secretKey' | 'files' | 'backups'>
  logger: FastifyBaseLogger
  headStart?: HeadStart
  /** The built dashboard; tests bring their own. */
  dashboardDirectory?: string
  /** Milliseconds between two pings on the live feed, and between two comments of an event stream. */
  heartbeatMs?: number
}

const DASHBOARD = new URL('../../web/dist/', import.meta.url).pathname

const RESOURCES = {
  healthRoutes,
  setupRoutes,
  sessionRoutes,
  passwordRoutes,
  secondFactorRoutes,
  usersRoutes,
  tokensRoutes,
  protocolsRoutes,
  servicesRoutes,
  applyRoutes,
  accessRoutes,
  addressRoutes,
  clientRoutes,
  connectionsRoutes,
  captureRoutes,
  chatsRoutes,
  filesRoutes,
  journalRoutes,
  exportRoutes,
  statsRoutes,
  settingsRoutes,
  auditRoutes,
  webhooksRoutes,
  bansRoutes,
}

/** The manager's HTTP side with everything behind it. Nothing listens yet. */
export function buildApp({ environment, directory, logger, headStart, ...options }: AppOptions) {
  const { databaseUrl, engines, trustedProxies, tls } = environment
  const trustProxy = trustedProxies.length > 0 && trustedProxies
  const app = fastify({
    ...SERVER,
    ...(tls && { https: {}, serverFactory: secureServer(tls, logger) }),
    trustProxy,
    loggerInstance: logger,
  }).withTypeProvider<TypeBoxTypeProvider>()
  limitCrowds(app.server, trustedProxies)
  app.register(problems)
  app.register(openapi)
  app.register(metrics)
  app.register(jsonBodies)
  app.register(websocket)
  app.register(store, { databaseUrl, opening: headStart?.store })
  app.register(identity, { secretKey: directory.secretKey })
  app.register(access, environment)
  app.register(files, { folder: directory.files })
  app.register(switchboard, { engines, forked: headStart?.engines, sockets: directory.sockets })
  app.register(stats)
  app.register(bans)
  app.register(reach)
  app.register(webhooks, { allow: environment.webhookAllow })
  const heartbeat = options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }
  app.register(audit)
  app.register(liveFeed, heartbeat)
  app.register(journalStreamRoutes, { prefix: '/api/v1', ...heartbeat })
  for (const routes of Object.values(RESOURCES)) app.register(routes, { prefix: '/api/v1' })
  app.register(backupsRoutes, { prefix: '/api/v1', folder: directory.backups, databaseUrl })
  app.register(environmentRoutes, { prefix: '/api/v1', environment })
  app.register(metricsRoutes)
  app.register(dashboard, { directory: options.dashboardDirectory ?? DASHBOARD })
  return app
}

export type App = ReturnType<typeof buildApp>

const SERVER = {
  bodyLimit: 256 * 1024,
  frameworkErrors: answerProblem,
  clientErrorHandler: answerBrokenHttp,
  genReqId: () => randomUUID(),
  logController: new LogController({ disableRequestLogging: true }),
  /** A request has to arrive within this time, milliseconds. */
  requestTimeout: 30_000,
  /** A connection on which nothing moves for so long is closed; routes that take longer say so. */
  connectionTimeout: 120_000,
  keepAliveTimeout: 65_000,
  http: {
    headersTimeout: 15_000,
    /** Between two looks at who takes longer than these times. */
    connectionsCheckingInterval: 5_000,
    /** Other offers, such as curl's HTTP/2, are declined: the request is answered as it is. */
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
  },
  routerOptions: { maxParamLength: 128 },
  /** The first start migrates the database, which may take its time. */
  pluginTimeout: 120_000,
}

/** Fastify sets its times only on servers of its own making. */
function secureServer(files: TlsFiles, logger: FastifyBaseLogger) {
  return (answer: RequestListener): Server => {
    const { http, requestTimeout, keepAliveTimeout, connectionTimeout } = SERVER
    const server = tlsServer(files, { ...http, requestTimeout, keepAliveTimeout }, logger, answer)
    return server.setTimeout(connectionTimeout)
  }
}
