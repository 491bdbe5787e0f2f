import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import plugin from 'fastify-plugin'
import type { FastifyRequest, RouteOptions } from 'fastify'
import { hasRole, type Role } from '@switchboard/contract'
import type { Caller } from '../access/caller.ts'
import { Gate } from '../access/gate.ts'
import { AllowedHosts, isSameOrigin, parseAuthority } from '../access/hosts.ts'
import type { Environment } from '../environment.ts'
import { bearerToken } from '../identity/admin-token.ts'
import { ApiError } from '../problem.ts'

declare module 'fastify' {
  interface FastifyInstance {
    access: Gate
  }
  interface FastifyRequest {
    /** null on routes that are open to everybody. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** Lets everybody in. Without it a route asks who is calling. */
    open?: boolean
    /** Who may call. Every route of the API says this, or that it is open: another one stops the start. */
    role?: Role
    /**
     * Whether tokens for some services may call it, too: it keeps to `request.caller.services`. Without it they are refused,
     * so that a route that does not know of them gives nothing away.
     */
    scoped?: boolean
  }
}

type Options = Pick<Environment, 'host' | 'allowedHosts' | 'adminToken'>

/** Of requests that only read: they may last, as exports do. What changes something is soon over. */
const LASTING = new Set(['GET', 'HEAD'])

/** Who may call: known host names only, changes only from our own pages, and whoever the gate lets through. */
export const access = plugin<Options>(
  async (app, { adminToken, ...names }) => {
    const gate = new Gate(app.identity, adminToken)
    const hosts = new AllowedHosts(names)
    app.decorate('access', gate)
    app.decorateRequest('caller', null)
    await app.register(cookie)
    await app.register(helmet, HEADERS)
    app.addHook('onClose', async () => gate.visits.stop())
    app.addHook('onRoute', insistOnRole)
    app.addHook('onRequest', async (request, reply) => {
      refuseForeignHost(request, hosts)
      refuseForeignPage(request)
      refuseUnknownPage(request)
      if (isOpen(request)) return
      request.caller = gate.identify(request)
      refuseLowRole(request, request.caller)
      refuseScoped(request, request.caller)
      if (LASTING.has(request.method) && !request.ws) {
        reply.raw.once(
          'close',
          gate.visits.enter(request.caller, () => reply.raw.destroy()),
        )
      }
    })
  },
  { name: 'access', dependencies: ['problems', 'identity'] },
)

/** Open are routes that say so, and what is no route of the API: the dashboard's screens and files. */
function isOpen({ is404, routeOptions, url }: FastifyRequest): boolean {
  if (is404 || routeOptions.url === '/*') return !url.startsWith('/api/')
  return routeOptions.config.open === true
}

function insistOnRole({ url, config }: RouteOptions): void {
  if (!url.startsWith('/api/') || config?.open || config?.role) return
  throw new Error(`The route ${url} does not say who may call it: give it a config with role, or open.`)
}

function refuseLowRole({ routeOptions }: FastifyRequest, { role }: Caller): void {
  const needed = routeOptions.config.role ?? 'admin'
  if (hasRole(role, needed)) return
  throw new ApiError('forbidden', `This takes the role ${needed}, and yours is ${role}: ask an admin.`)
}

function refuseScoped({ routeOptions }: FastifyRequest, { services, name }: Caller): void {
  if (services === null || routeOptions.config.scoped === true) return
  throw new ApiError(
    'forbidden',
    `The token ${name} is for some services only, and this is about all of them.`,
  )
}

function refuseForeignHost(request: FastifyRequest, hosts: AllowedHosts): void {
  const { host } = request.headers
  if (hosts.allows(parseAuthority(host), request.socket.localAddress)) return
  throw new ApiError(
    'forbidden',
    `Host ${JSON.stringify(host ?? '')} is not a name of this Switchboard: ` +
      'use a loopback name or the bind address, or add the name to SWITCHBOARD_ALLOWED_HOSTS.',
  )
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
const FOREIGN_SITES = new Set(['cross-site', 'same-site'])

/** A page of another site must not change anything here with the user's rights, nor listen in by WebSocket. */
function refuseForeignPage({ method, headers, protocol }: FastifyRequest): void {
  if (READING.has(method) && headers.upgrade === undefined) return
  const { origin } = headers
  const site = headers['sec-fetch-site']
  const host = parseAuthority(headers.host)
  const isForeign = origin !== undefined && !(host && isSameOrigin(origin, host, protocol === 'https'))
  if (!isForeign && !FOREIGN_SITES.has(String(site))) return
  throw new ApiError(
    'forbidden',
    `The request comes from a page of ${origin ?? 'another site'}, not of ${headers.host ?? 'this Switchboard'}: ` +
      'only the dashboard itself may do this in a browser.',
  )
}

/** A browser always says which page opens a WebSocket: a cookie without that comes from somewhere else. */
function refuseUnknownPage({ headers }: FastifyRequest): void {
  const { upgrade, origin, authorization, cookie } = headers
  if (upgrade === undefined || origin !== undefined || cookie === undefined) return
  if (bearerToken(authorization) !== null) return
  throw new ApiError(
    'forbidden',
    'A WebSocket that is opened with a cookie names its page in Origin: scripts send "Authorization: Bearer <token>".',
  )
}

/** The dashboard loads nothing from elsewhere and is shown in no other page. */
const HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      // blob: pictures among received files, whose type the dashboard sets itself.
      imgSrc: ["'self'", 'data:', 'blob:'],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
} as const
