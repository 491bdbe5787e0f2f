import { randomBytes } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import plugin from 'fastify-plugin'
import type { WebSocket } from 'ws'
import { callerOf } from '../access/caller.ts'
import { invalid, type ApiError } from '../problem.ts'
import { nothing, problems } from '../resources/documented.ts'
import { Audience, MOST_OF_ONE_CALLER } from '../live/audience.ts'
import { Heartbeat } from '../live/heartbeat.ts'
import { LiveSession } from '../live/live-session.ts'
import { LiveSocket } from '../live/live-socket.ts'
import { Topics } from '../live/topics.ts'
import { toApiError } from './problems.ts'

declare module 'fastify' {
  interface FastifyInstance {
    topics: Topics
  }
}

type Options = {
  /** Between two pings; a reader that has not answered the one before is cut. */
  heartbeatMs?: number
}

/** Before hello, and as RFC 6455 has it for who may come again later. */
const CROWDED = 1013

/** How long a reader that is shown out has to close its end. */
const GOODBYE_MS = 400

/** The WebSocket at `/api/v1/live`. */
export const liveFeed = plugin<Options>(
  async (app, { heartbeatMs = 30_000 }) => {
    const { services, manager, journalHub, unread, sampler, operatorDesk: desk } = app
    const topics = new Topics({ services, manager, journalHub, unread, sampler, journal: app.store.journal })
    app.decorate('topics', topics)
    const audience = new Audience()
    const epoch = randomBytes(9).toString('base64url')

    const heartbeat = new Heartbeat(app.websocketServer.clients, heartbeatMs)
    app.addHook('onClose', async () => heartbeat.stop())

    app.route({
      method: 'GET',
      url: '/api/v1/live',
      config: { role: 'viewer', scoped: true },
      schema: DOCUMENTED,
      handler: async () => {
        throw invalid([
          { path: '', message: 'The live feed speaks WebSocket: open it with ws:// or wss://.' },
        ])
      },
      wsHandler: (webSocket, request) => {
        const caller = callerOf(request)
        const leaveAudience = audience.enter(caller)
        if (!leaveAudience) return sayGoodbye(webSocket, CROWDED, TOO_MANY)
        const socket = new LiveSocket(webSocket)
        const toProblem = (error: unknown) => problemOf(error, request.log)
        const about = { epoch, caller, reach: request.reach, requestId: request.id }
        const session = new LiveSession({ ...about, socket, topics, desk, toProblem })
        const leave = app.access.visits.enter(caller, () => showOut(webSocket, session))
        heartbeat.watch(webSocket)
        webSocket.on('message', (data) => {
          if (socket.isOpen) session.receive(data.toString())
        })
        webSocket.on('close', () => {
          session.end()
          leave()
          leaveAudience()
        })
      },
    })
  },
  { name: 'live-feed', dependencies: ['websocket', 'access', 'reach', 'switchboard', 'stats', 'store'] },
)

const TOO_MANY = `${MOST_OF_ONE_CALLER} live feeds of this user or token are open: close one first`

const DOCUMENTED = {
  tags: ['live feed'],
  operationId: 'followLive',
  summary: 'Follows journal, services and connections as they change (WebSocket)',
  description: 'JSON text messages both ways, at most 64 KiB from the client.',
  response: {
    101: nothing('The connection speaks WebSocket from here on.'),
    ...problems('validation-failed'),
  },
}

/** It hears nothing more, and nothing more is heard of it, whether it answers the goodbye or not. */
function showOut(webSocket: WebSocket, session: LiveSession): void {
  session.end()
  sayGoodbye(webSocket, 4401, 'signed out')
}

function sayGoodbye(webSocket: WebSocket, code: number, reason: string): void {
  webSocket.close(code, reason)
  setTimeout(() => webSocket.terminate(), GOODBYE_MS).unref()
}

function problemOf(error: unknown, log: FastifyBaseLogger): ApiError {
  const problem = toApiError(error)
  if (problem.code === 'internal-error' || problem.code === 'store-unavailable') log.error(error, 'live feed')
  return problem
}
