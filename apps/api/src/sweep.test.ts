import { once } from 'node:events'
import { request } from 'node:http'
import type { FastifyContextConfig } from 'fastify'
import { ROLES, hasRole, type NewApiToken, type Role } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN_TOKEN, dial, exchange, NOBODY, TestManager } from './testing.ts'

/**
 * Every route of the router, called by everybody who might: nobody, tokens that never were, were revoked or have expired,
 * ended sessions, each role, a token for another service, pages of other sites, other host names.
 */

let manager: TestManager
let paths: Map<string, string>
let routes: Route[]

type Route = { method: string; url: string; config: FastifyContextConfig }

/** What the door answers: the statuses of a refusal, or null for whoever may pass. */
type Verdict = number[] | null

type Visitor = {
  who: string
  headers: () => Record<string, string>
  expected: (route: Route) => Verdict
}

const PASSES = null
const UNKNOWN = [401]
const FORBIDDEN = [403]

beforeAll(async () => {
  manager = await TestManager.start()
  paths = await realPaths()
  routes = manager.routes.flatMap(({ method, url, config = {} }) =>
    [method].flat().map((one) => ({ method: one, url, config })),
  )
})
afterAll(() => manager.close())

test('the description names every route of the API, and every route says who may call it', () => {
  const { paths: described } = manager.app.swagger() as { paths: Record<string, object> }
  const inDescription = Object.entries(described).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const inRouter = routes
    .filter(({ method, url }) => url !== '/*' && method !== 'HEAD' && method !== 'OPTIONS')
    .map(
      ({ method, url }) =>
        `${method} ${url
          .replaceAll('::', '\0')
          .replaceAll(/:(\w+)/g, '{$1}')
          .replaceAll('\0', ':')}`,
    )
  expect(inRouter.sort()).toEqual(inDescription.sort())
  const silent = routes.filter(({ url, config }) => url !== '/*' && !config.open && !config.role)
  expect(silent).toEqual([])
})

test('the door lets through whom it should, and nobody else', { timeout: 120_000 }, async () => {
  const visitors = await everybody()
  const wrong: string[] = []
  let cells = 0
  for (const { who, headers, expected } of visitors) {
    for (const route of routes) {
      const { status, place } = await knock(route, headers())
      const verdict = expected(route)
      const isRight = verdict ? verdict.includes(status) : status !== 401 && status !== 403 && status < 500
      if (!isRight)
        wrong.push(`${who}: ${route.method} ${place} answered ${status}, not ${verdict ?? 'a pass'}`)
      cells++
    }
  }
  process.stdout.write(`sweep: ${cells - wrong.length}/${cells} cells, ${routes.length} routes\n`)
  expect(wrong).toEqual([])
})

async function everybody(): Promise<Visitor[]> {
  const byRole = await Promise.all(ROLES.map(async (role) => ({ role, token: await aToken(role) })))
  const revoked = await aToken('admin')
  await manager.call('DELETE', `/tokens/${revoked.id}`)
  const expired = await aToken('admin', { expiresAt: new Date(Date.now() + 1500).toISOString() })
  const session = await aSession()
  const ended = await aSession()
  await manager.call('DELETE', '/session', undefined, ended)
  await expect
    .poll(async () => (await manager.call('GET', '/services', undefined, bearer(expired.secret))).status)
    .toBe(401)
  const elsewhere = await manager.echo({ name: 'elsewhere' })
  const scoped = await aToken('operator', { services: [elsewhere.id] })

  const stranger = (who: string, headers: Record<string, string>): Visitor => ({
    who,
    headers: () => headers,
    expected: ({ config, url }) => (config.open || url === '/*' ? PASSES : UNKNOWN),
  })
  const foreign = (who: string, headers: Record<string, string>): Visitor => ({
    who,
    headers: () => ({ ...session, ...headers }),
    expected: ({ method }) => (isReading(method) ? PASSES : FORBIDDEN),
  })
  return [
    stranger('nobody', NOBODY),
    stranger('a token that never was', bearer('sb_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG')),
    stranger('a revoked token', bearer(revoked.secret)),
    stranger('an expired token', bearer(expired.secret)),
    stranger('an ended session', ended),
    ...byRole.map(({ role, token }) => ({
      who: `a ${role}`,
      headers: () => bearer(token.secret),
      expected: ({ config }: Route) => (hasRole(role, needed(config)) ? PASSES : FORBIDDEN),
    })),
    {
      who: 'an operator of another service',
      headers: () => bearer(scoped.secret),
      expected: ({ config, url }) => {
        if (config.open || url === '/*') return PASSES
        if (!config.scoped || !hasRole('operator', needed(config))) return FORBIDDEN
        return /:\w/.test(url.replaceAll('::', '')) && url !== '/api/v1/protocols/:id' ? [404] : PASSES
      },
    },
    foreign('a page of another site', { origin: 'https://evil.example' }),
    foreign('a page without origin', { origin: 'null' }),
    foreign('a cross-site form', { 'sec-fetch-site': 'cross-site' }),
    {
      who: 'an admin under another host name',
      headers: () => ({ ...session, host: 'evil.example' }),
      expected: () => FORBIDDEN,
    },
  ]
}

const needed = ({ open, role }: FastifyContextConfig): Role => (open ? 'viewer' : (role ?? 'viewer'))
const isReading = (method: string) => ['GET', 'HEAD', 'OPTIONS'].includes(method)
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

async function aToken(role: Role, more: object = {}): Promise<NewApiToken> {
  const { status, body } = await manager.call<NewApiToken>('POST', '/tokens', { name: role, role, ...more })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

async function aSession(): Promise<{ cookie: string }> {
  const { headers } = await manager.call('POST', '/session', { token: ADMIN_TOKEN }, NOBODY)
  return {
    cookie: headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  }
}

/** Real things for paths that read, so that what is not found is out of reach and not missing. */
async function realPaths(): Promise<Map<string, string>> {
  const service = await manager.echo({ name: 'here', capture: { mode: 'full' } })
  const socket = await dial(service)
  await exchange(socket, 'hello')
  const [connection] = await manager.connections((items) => items.length === 1, '?state=open')
  socket.destroy()
  const { body: backup } = await manager.call<{ id: string }>('POST', '/backups')
  return new Map([
    ['/services/:id', `/services/${service.id}`],
    ['/connections/:id', `/connections/${connection?.id}`],
    ['/backups/:id', `/backups/${backup.id}`],
    ['/protocols/:id', '/protocols/echo'],
  ])
}

let visits = 0

/** One request, from a different loopback address every few times: wrong tokens are throttled by address. */
async function knock({ method, url }: Route, headers: Record<string, string>) {
  const place = placeOf(method, url)
  const { port } = new URL(manager.url)
  const localAddress = `127.0.1.${1 + (Math.floor(visits++ / 8) % 250)}`
  const host = `127.0.0.1:${port}`
  const sent = request({
    host: '127.0.0.1',
    port,
    localAddress,
    method,
    path: place,
    headers: { host, ...headers },
    agent: false,
  })
  sent.end()
  const [response] = await once(sent, 'response')
  response.destroy()
  return { status: response.statusCode as number, place }
}

/** What changes something is tried on what does not exist, so that it stays for the next one. */
function placeOf(method: string, url: string): string {
  const path = url.replaceAll('::', '\0')
  if (isReading(method)) {
    for (const [pattern, real] of paths) {
      if (path.startsWith(`/api/v1${pattern}`)) return path.replace(pattern, real).replaceAll('\0', ':')
    }
  }
  return path.replaceAll(/:\w+/g, 'none').replaceAll('\0', ':').replace('*', '')
}
