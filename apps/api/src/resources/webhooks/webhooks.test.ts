import type { JournalEntry, NewWebhook, Page, Problem, Webhook } from '@switchboard/contract'
import { blankEntry, encodeBatch } from '@switchboard/journal'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { TestManager } from '../../testing.ts'
import { Receiver, type Arrival } from '../../testing-receiver.ts'

const variables = { SWITCHBOARD_WEBHOOK_ALLOW: '127.0.0.0/8, ::1/128' }
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`

let manager: TestManager
let receiver: Receiver

beforeAll(async () => void (manager = await TestManager.start({ variables })))
beforeEach(async () => void (receiver = await Receiver.open()))
afterEach(async () => {
  const { body } = await manager.call<Page<Webhook>>('GET', '/webhooks')
  for (const { id } of body.items) await manager.call('DELETE', `/webhooks/${id}`)
})
afterAll(() => manager.close())

async function create(input: object = {}): Promise<NewWebhook> {
  const body = { name: 'on call', url: receiver.url, filter: 'ev:lab.*', ...input }
  const { status, body: created } = await manager.call<NewWebhook>('POST', '/webhooks', body)
  expect(status, JSON.stringify(created)).toBe(201)
  return created
}

/** Writes so many entries of the type into the journal. */
async function write(type: string, count = 1): Promise<void> {
  const entries = Array.from({ length: count }, (_, at) => ({
    ...blankEntry(type, 'info'),
    detail: { number: at },
  }))
  await manager.app.store.journal.append(encodeBatch(entries))
}

const read = async (id: string) => (await manager.call<Webhook>('GET', `/webhooks/${id}`)).body

/** On a busy machine things take their time. */
const soon = <Value>(read: () => Value) => expect.poll(read, { timeout: 20_000 })

const numbers = (entries: JournalEntry[]) => entries.map(({ detail }) => detail?.['number'])

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)

/** Throws unless it is signed with the secret, now. */
const verify = (secret: string | null, { body, headers }: Arrival) =>
  new StandardWebhook(secret ?? '').verify(body, headers as Record<string, string>)

test('entries that pass the filter arrive in order, signed, and the secret is never told again', async () => {
  await write('lab.before')
  const { secret, ...webhook } = await create()
  expect(webhook).toMatchObject({ enabled: true, lastDelivery: null, failingSince: null })
  await write('lab.measured', 450)
  await write('other.thing')
  await soon(() => receiver.entries.length).toBe(450)
  expect(numbers(receiver.entries)).toEqual(upTo(450))
  expect(receiver.arrivals.length).toBeLessThanOrEqual(5)
  for (const arrival of receiver.arrivals) {
    expect(verify(secret, arrival)).toMatchObject({ webhook: { id: webhook.id, name: 'on call' } })
    expect(JSON.parse(arrival.body)).toMatchObject({ deliveryId: arrival.headers['webhook-id'] })
  }
  await soon(async () => (await read(webhook.id)).waiting).toBe(0)
  const { body } = await manager.call<Webhook>('GET', `/webhooks/${webhook.id}`)
  expect(body.lastDelivery).toEqual({ at: expect.any(String), status: 204, error: null })
  const list = await manager.call('GET', '/webhooks')
  expect(JSON.stringify([body, list.body])).not.toContain(secret)
})

test('what fails comes again, the same under the same id, until it is taken', async () => {
  receiver.answer = 503
  const { id } = await create()
  await write('lab.measured')
  await soon(() => receiver.arrivals.length).toBe(1)
  await expect
    .poll(() => read(id))
    .toMatchObject({
      lastDelivery: { status: 503, error: 'The receiver answered 503.' },
      failingSince: expect.any(String),
    })
  await write('lab.measured')
  receiver.answer = 204
  await soon(() => receiver.entries.length).toBe(3)
  const [first, second, third] = receiver.arrivals
  expect([second?.headers['webhook-id'], second?.body]).toEqual([first?.headers['webhook-id'], first?.body])
  expect(third?.headers['webhook-id']).not.toBe(first?.headers['webhook-id'])
  await soon(async () => (await read(id)).failingSince).toBe(null)
})

test('nothing is left out over a restart, also what came while nobody looked', async () => {
  receiver.answer = 500
  const { id } = await create()
  await write('lab.measured', 3)
  await soon(() => receiver.arrivals.length).toBe(1)
  await manager.stop()
  receiver.answer = 204
  receiver.arrivals.length = 0
  manager = await TestManager.start({ variables, dataDir: manager.dataDir })
  await soon(() => numbers(receiver.entries)).toEqual([0, 1, 2])
  expect((await read(id)).failingSince).toBe(null)
})

test('one that is gone, or takes nothing for a day, is switched off, on record, and goes on where it stopped', async () => {
  await create({ name: 'gone' })
  const [row] = await manager.app.store.webhooks.all()
  if (!row) throw new Error('no webhook on record')
  const yesterday = Date.now() - 86_400_001
  const tired = { ...row, id: 'whk_0', name: 'tired', url: `${receiver.url}?tired`, failingSince: yesterday }
  await manager.app.store.webhooks.create(tired)
  await manager.stop()
  manager = await TestManager.start({ variables, dataDir: manager.dataDir })
  receiver.answer = ({ url }, response) => response.writeHead(url?.endsWith('tired') ? 500 : 410).end()
  await write('lab.measured', 2)
  const disabled = async () => manager.app.store.journal.list({ limit: 10, type: 'webhook.disabled' })
  await expect
    .poll(async () => (await disabled()).map(({ detail }) => detail?.['name']).sort())
    .toEqual(['gone', 'tired'])
  expect((await read(tired.id)).enabled).toBe(false)
  receiver.arrivals.length = 0
  receiver.answer = 204
  await manager.call('PATCH', `/webhooks/${tired.id}`, { enabled: true, secret: SECRET })
  await soon(() => numbers(receiver.entries)).toEqual([0, 1])
})

test('one that is switched off sends nothing, and then everything', async () => {
  const { id } = await create({ enabled: false })
  await write('lab.measured', 2)
  const { body } = await manager.call<Webhook>('POST', `/webhooks/${id}/test`)
  expect(body).toMatchObject({ status: 204, error: null })
  expect(receiver.entries.map(({ type }) => type)).toEqual(['webhook.test'])
  await manager.call('PATCH', `/webhooks/${id}`, { enabled: true })
  await soon(() => receiver.entries.length).toBe(3)
})

test('a receiver that never answers keeps nobody else waiting', async () => {
  const silent = await Receiver.open()
  silent.answer = () => undefined
  await create({ url: silent.url })
  await create()
  await write('lab.measured')
  await soon(() => [receiver.entries.length, silent.arrivals.length]).toEqual([1, 1])
})

test('a change holds for what is sent next', async () => {
  receiver.answer = 500
  const { id } = await create()
  await write('lab.measured')
  await soon(() => receiver.arrivals.length).toBe(1)
  const other = await Receiver.open()
  await manager.call('PATCH', `/webhooks/${id}`, { name: 'moved', url: other.url, secret: SECRET })
  await soon(() => other.entries.length).toBe(1)
  expect(verify(SECRET, other.arrivals[0] as Arrival)).toMatchObject({ webhook: { name: 'moved' } })
  expect((await manager.call('DELETE', `/webhooks/${id}`)).status).toBe(204)
  expect((await manager.call('GET', `/webhooks/${id}`)).status).toBe(404)
})

test('a change made for what somebody else has changed meanwhile is refused; deliveries are no change', async () => {
  const { id } = await create()
  const etag = (await manager.call('GET', `/webhooks/${id}`)).headers.get('etag') ?? ''
  const rename = (name: string) =>
    manager.call<Problem>('PATCH', `/webhooks/${id}`, { name }, { 'if-match': etag })
  await manager.call('POST', `/webhooks/${id}/test`)
  expect((await rename('mine')).status).toBe(200)
  expect((await rename('yours')).body.code).toBe('precondition-failed')
})

test('what makes no sense is refused with field, value and remedy', async () => {
  expect((await manager.call<Problem>('POST', `/webhooks/whk_none/test`)).body.code).toBe('not-found')
  const cases: [object, string, RegExp][] = [
    [{ url: manager.url }, '/url', /leads to port \d+ of this Switchboard itself: name another/],
    [
      { url: 'http://10.0.0.1/' },
      '/url',
      /"http:\/\/10\.0\.0\.1\/" leads to 10\.0\.0\.1, .*SWITCHBOARD_WEBHOOK_ALLOW/,
    ],
    [{ url: 'file:///etc/passwd' }, '/url', /begins with file:: only http: and https: are possible/],
    [{ filter: 'colour:red' }, '/filter', /colour/],
    [{ secret: 'secret' }, '/secret', /openssl rand -base64 32/],
    [{ name: '' }, '/name', /./],
    [{ extra: 1 }, '/extra', /./],
  ]
  for (const [input, path, message] of cases) {
    const body = { name: 'x', url: receiver.url, filter: '', ...input }
    const answer = await manager.call<Problem>('POST', '/webhooks', body)
    expect([answer.status, answer.body.errors?.[0]], JSON.stringify(input)).toEqual([
      400,
      expect.objectContaining({ path, message: expect.stringMatching(message) }),
    ])
  }
  expect((await manager.call<{ items: Webhook[] }>('GET', '/webhooks')).body.items).toEqual([])
})
