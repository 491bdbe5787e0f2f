import type {
  Connection,
  JournalEntry,
  NewApiToken,
  Page,
  Problem,
  Service,
  ServiceInput,
} from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dial, TestManager } from '../testing.ts'
import { LiveClient } from '../testing-live.ts'

let manager: TestManager
/** The token is for this one, and not for the other. */
let mine: Service
let other: Service
/** What must be in no answer to the token. */
let foreign: string[]
/** One of the other's. */
let connectionId: string
let headers: { authorization: string }

const CHAT: Partial<ServiceInput> = { protocol: 'chat', options: { framing: { kind: 'lines' } } }

beforeAll(async () => {
  manager = await TestManager.start()
  mine = await manager.echo({ ...CHAT, name: 'mine' })
  other = await manager.echo({ ...CHAT, name: 'other-lab' })
  for (let round = 0; round < 4; round++) for (const service of [other, mine, other]) await talk(service)
  const { body } = await manager.call<NewApiToken>('POST', '/tokens', {
    ...{ name: 'of a course', role: 'admin', services: [mine.id] },
  })
  headers = { authorization: `Bearer ${body.secret}` }
  const connections = await manager.connections((items) => items.length === 12)
  const theirs = connections.filter(({ serviceId }) => serviceId === other.id).map(({ id }) => id)
  foreign = [other.id, 'other-lab', ...theirs]
  connectionId = theirs[0] ?? ''
})
afterAll(() => manager.close())

/** Somebody says something and stays. */
async function talk(service: Service): Promise<void> {
  const socket = await dial(service)
  onFinish.push(() => void socket.destroy())
  socket.write('hello\n')
}
const onFinish: (() => void)[] = []
afterAll(() => onFinish.forEach((finish) => finish()))

const call = <Answer = Problem>(method: string, path: string, body?: unknown) =>
  manager.call<Answer>(method, path, body, headers)

/** What some operations take besides, so that they get past the check of their form. */
const QUERIES: Record<string, string> = {
  exportJournal: '?format=ndjson',
  exportConnections: '?format=csv',
  downloadPayload: '?direction=in',
}
const BODIES: Record<string, object> = {
  testAccess: { address: '127.0.0.1' },
  sendAsClient: { messages: [] },
  closeConnections: { filter: 'state:open', dryRun: true },
  sayToConnection: { text: 'x' },
  sayToService: { text: 'x' },
  markChatRead: { seq: 1 },
  changeService: { description: 'x' },
  stopService: {},
}

type Operation = { operationId: string; 'x-required-role': string | null; 'x-service-tokens'?: boolean }

async function operations() {
  const { body } = await manager.call<{ paths: Record<string, Record<string, Operation>> }>(
    'GET',
    '/openapi.json',
  )
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      ...operation,
    })),
  )
}

/** Their body names the service. */
const BY_SERVICE_ID = new Set(['testAccess', 'sendAsClient'])

/** They never end, or end the session. */
const LEFT_OUT = new Set(['followLive', 'streamJournal', 'signOut'])

test('a token for some services finds nothing of others, whichever route it takes', async () => {
  const counts: Record<number, number> = { 200: 0, 403: 0, 404: 0 }
  for (const { method, path, operationId, ...operation } of await operations()) {
    if (operation['x-required-role'] === null || LEFT_OUT.has(operationId)) continue
    const isAboutOne = /\/(services|connections|files)\/\{id\}/.test(path) || BY_SERVICE_ID.has(operationId)
    const id = path.includes('/protocols/')
      ? 'echo'
      : path.includes('/connections/')
        ? connectionId
        : other.id
    const given = BODIES[operationId]
    const body =
      given && JSON.stringify({ ...given, ...(BY_SERVICE_ID.has(operationId) && { serviceId: other.id }) })
    const response = await manager.fetch(path.replace(/\{id\}/, id) + (QUERIES[operationId] ?? ''), {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    })
    const text = await response.text()
    const expected = !operation['x-service-tokens'] ? 403 : isAboutOne ? 404 : 200
    expect([operationId, response.status, text]).toEqual([operationId, expected, text])
    counts[expected] = (counts[expected] ?? 0) + 1
    if (expected === 200)
      expect([operationId, foreign.filter((word) => text.includes(word))]).toEqual([operationId, []])
  }
  expect(counts[403]).toBeGreaterThan(15)
  expect(counts[404]).toBeGreaterThan(15)
  expect(counts[200]).toBeGreaterThan(8)
})

test('it has its own, in full pages', async () => {
  expect((await call<Page<Service>>('GET', '/services')).body.items.map(({ id }) => id)).toEqual([mine.id])
  const connections = await call<Page<Connection>>('GET', '/connections?limit=3')
  expect(connections.body).toMatchObject({
    items: [1, 2, 3].map(() => ({ serviceId: mine.id })),
    next: expect.any(String),
  })
  const rest = await call<Page<Connection>>('GET', `/connections?limit=3&before=${connections.body.next}`)
  expect(rest.body).toMatchObject({ items: [{ serviceId: mine.id }], next: null })
  const found = await call<Page<JournalEntry>>('GET', '/journal?filter=ev:connection.opened&limit=4')
  expect(found.body.items.map(({ serviceId }) => serviceId)).toEqual([mine.id, mine.id, mine.id, mine.id])
  expect((await call('POST', '/connections:close', { filter: 'state:open', dryRun: true })).body).toEqual({
    ...{ matched: 4, closed: 0 },
  })
  expect((await call('POST', `/services/${mine.id}/messages`, { text: 'hi' })).status).toBe(200)
})

test('on the live feed, too', async () => {
  const live = await LiveClient.open(manager, { headers })
  for (const topic of ['services', 'connections', 'stats', 'unread'])
    live.say({ op: 'subscribe', id: topic, topic })
  live.say({ op: 'subscribe', id: 'matching', topic: 'connections', filter: 'state:open' })
  await live.followJournal({ since: 0 })
  await live.followJournal({ since: 0, service: other.id }, 'theirs')
  live.say({ op: 'send', id: 'x', text: 'x', serviceId: other.id })
  live.say({ op: 'send', id: 'y', text: 'y', connectionId })
  for (const id of ['x', 'y']) {
    const answer = await live.until((message) => message.type === 'problem' && message.id === id)
    expect(answer).toMatchObject({ problem: { code: 'not-found' } })
  }
  await talk(other)
  await talk(mine)
  const unread = (count: number) =>
    live.until((message) => message.type === 'unread' && Object.values(message.unread).length >= count)
  await unread(1)
  await live.until(
    (message) =>
      message.type === 'entries' &&
      message.entries.some(({ seq, type }) => type === 'connection.opened' && seq > live.hello.seq),
  )
  await manager.call('PATCH', `/services/${other.id}`, { description: 'changed' })
  await manager.call('PATCH', `/services/${mine.id}`, { description: 'changed' })
  await live.until(
    (message) =>
      message.type === 'services' && message.services.some(({ description }) => description === 'changed'),
  )
  const told = JSON.stringify(live.messages.filter(({ type }) => type !== 'problem'))
  for (const word of foreign) expect([word, told.includes(word)]).toEqual([word, false])
  const stats = live.messages.find(({ type }) => type === 'stats')
  expect(stats).toMatchObject({
    totals: { totalConnections: expect.toSatisfy((count: number) => count <= 5) },
  })
})
