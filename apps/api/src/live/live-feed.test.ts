import { once } from 'node:events'
import { connect } from 'node:net'
import type { JournalEntry, NewApiToken, ServerMessage, Service } from '@switchboard/contract'
import type { NewEntry } from '@switchboard/journal'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { dial, exchange, TestManager } from '../testing.ts'
import { LiveClient, writeEntries } from '../testing-live.ts'
import { MOST_OF_ONE_CALLER } from './audience.ts'
import { MOST_SUBSCRIPTIONS } from './live-session.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const write = (count: number, about: Partial<NewEntry> = {}) => writeEntries(manager, count, about)

/** The numbers from `from` to `to`. */
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

const seqs = (entries: JournalEntry[]) => entries.map(({ seq }) => seq)

test('says hello with the newest seq, and answers a ping', async () => {
  await write(3)
  const client = await LiveClient.open(manager)
  expect(client.hello).toMatchObject({ type: 'hello', version: 1, seq: manager.app.journalHub.newest })
  expect(client.hello.epoch).toMatch(/.{12}/)
  client.say({ op: 'ping' })
  await client.until((message) => message.type === 'pong')
})

test('without since a reader gets what is new, in order', async () => {
  await write(3)
  const client = await LiveClient.open(manager)
  const from = await client.followJournal({})
  await write(2)
  expect(seqs(await client.entries(2))).toEqual([from, from + 1])
  expect(from).toBe(client.hello.seq + 1)
})

test('a reader of one service gets its entries only, missed and new', async () => {
  const mine = { serviceId: 'svc_mine' }
  await write(2, mine)
  await write(700)
  await write(1, mine)
  const client = await LiveClient.open(manager)
  await client.followJournal({ since: 0, service: 'svc_mine' })
  await write(5)
  await write(1, mine)
  const entries = await client.entries(4)
  expect(entries.every(({ serviceId }) => serviceId === 'svc_mine')).toBe(true)
})

test('after unsubscribing nothing comes any more', async () => {
  const client = await LiveClient.open(manager)
  await client.followJournal({})
  client.say({ op: 'unsubscribe', id: 'journal' })
  client.say({ op: 'ping' })
  await client.until((message) => message.type === 'pong')
  await client.followJournal({}, 'again')
  await write(1)
  await client.entries(1)
  expect(client.messages.some((message) => message.type === 'entries' && message.id === 'journal')).toBe(
    false,
  )
})

test('a reader that does not read gets a gap instead, and then the newest', async () => {
  const client = await LiveClient.open(manager)
  const from = await client.followJournal({})
  client.pause()
  const preview = 'x'.repeat(20_000)
  const watcher = await LiveClient.open(manager)
  await watcher.followJournal({})
  for (let batch = 1; batch <= 20; batch++) {
    await write(50, { preview })
    await watcher.entries(batch * 50)
  }
  client.resume()
  const gap = await client.until((message) => message.type === 'gap')
  await write(1)
  const newest = manager.app.store.journal.newest
  await client.until(
    (message) => message.type === 'entries' && message.entries.some(({ seq }) => seq === newest),
  )
  const received = seqs(client.received())
  if (gap.type !== 'gap') throw new Error('no gap')
  expect(received).toEqual([...numbers(from, gap.from - 1), ...numbers(gap.to + 1, newest)])
  expect(gap.to).toBeGreaterThan(gap.from)
})

test('services: all of them at first, then what changes, and what is deleted', async () => {
  const service = await manager.echo({ desired: 'stopped' })
  const client = await LiveClient.open(manager)
  client.say({ op: 'subscribe', id: 's', topic: 'services' })
  const whole = await client.until((message) => message.type === 'services')
  expect(whole).toMatchObject({ id: 's', services: [{ id: service.id, state: 'stopped' }] })
  await manager.call('POST', `/services/${service.id}/start`)
  const isRunning = ({ state }: Service) => state === 'running'
  await client.until((message) => message.type === 'services' && message.services.some(isRunning))
  await manager.call('DELETE', `/services/${service.id}`)
  await client.until((message) => message.type === 'services' && message.deleted?.[0] === service.id)
})

test('connections: the open ones at first, then new ones, their counters and their end', async () => {
  const service = await manager.echo()
  const early = await dial(service)
  await manager.connections((all) => all.length === 1)
  const client = await LiveClient.open(manager)
  client.say({ op: 'subscribe', id: 'c', topic: 'connections' })
  const whole = await client.until((message) => message.type === 'connections')
  expect(whole).toMatchObject({ connections: [{ state: 'open', remotePort: early.localPort }] })
  const late = await dial(service)
  await exchange(late, 'hello')
  const { localPort } = late
  await client.untilConnection((it) => it.remotePort === localPort && it.bytesIn === 5 && it.state === 'open')
  late.end()
  const closed = await client.untilConnection((it) => it.remotePort === localPort && it.state === 'closed')
  expect(closed).toMatchObject({ bytesIn: 5, bytesOut: 5, closeReason: 'peer-closed' })
})

test('many open connections come in several messages, of which all but the last say that there is more', async () => {
  const service = await manager.echo({ limits: { maxConnections: null, connectionRate: null } })
  const sockets = await Promise.all(Array.from({ length: 450 }, () => dial(service)))
  await expect.poll(() => manager.app.manager.connections.list().length).toBe(450)
  const client = await LiveClient.open(manager)
  client.say({ op: 'subscribe', id: 'all', topic: 'connections' })
  client.say({ op: 'subscribe', id: 'few', topic: 'connections', filter: `port:${sockets[0]?.localPort}` })
  await client.until((message) => message.type === 'connections' && message.id === 'few')
  const told = client.messages.flatMap((message) =>
    message.type === 'connections' && message.id === 'all' ? [message] : [],
  )
  expect(told.slice(0, 3).map(({ more }) => more)).toEqual([true, true, undefined])
  const ids = told.slice(0, 3).flatMap(({ connections }) => connections.map(({ id }) => id))
  expect([ids.length, new Set(ids).size]).toEqual([450, 450])
  for (const socket of sockets) socket.destroy()
})

test('what makes no sense is answered with a problem, and the socket lives on', async () => {
  const client = await LiveClient.open(manager)
  client.sayText('{"op":')
  client.say({ op: 'subscribe', id: 'x', topic: 'weather' })
  client.say({ op: 'subscribe', id: 'y', topic: 'journal', since: -1, colour: 'red' })
  const problems = await client.count(3, (message) => message.type === 'problem')
  expect(problems.map((it) => it.type === 'problem' && it.id)).toEqual([null, 'x', 'y'])
  expect(problems).toMatchObject([
    { problem: { code: 'validation-failed', status: 400 } },
    { problem: { errors: [{ path: '/topic', message: expect.stringContaining('"weather"') }] } },
    { problem: { errors: expect.arrayContaining([expect.objectContaining({ path: '/colour' })]) } },
  ])
  client.say({ op: 'ping' })
  await client.until((message) => message.type === 'pong')
})

test('an id in use and one subscription too many are problems', async () => {
  const client = await LiveClient.open(manager)
  for (let at = 0; at < MOST_SUBSCRIPTIONS; at++)
    client.say({ op: 'subscribe', id: `${at}`, topic: 'services' })
  client.say({ op: 'subscribe', id: '0', topic: 'services' })
  client.say({ op: 'subscribe', id: 'more', topic: 'services' })
  const problems = await client.count(2, (message) => message.type === 'problem')
  expect(problems).toMatchObject([
    { id: '0', problem: { code: 'validation-failed' } },
    { id: 'more', problem: { code: 'invalid-state' } },
  ])
})

const filtered = (client: LiveClient, id: string) =>
  seqs(
    client.messages.flatMap((message) =>
      message.type === 'entries' && message.id === id ? message.entries : [],
    ),
  )

test('several subscriptions of one socket each get what passes their filter, missed and new', async () => {
  const { newest } = manager.app.journalHub
  const about = (text: string, peer: string) => ({ preview: text, remoteAddress: peer })
  await write(300)
  await write(1, about('apples', '10.0.0.7'))
  await write(1, about('pears', '192.0.2.1'))
  const client = await LiveClient.open(manager)
  await client.followJournal({ since: newest, filter: 'apples OR pears' }, 'fruit')
  await client.followJournal({ since: newest, filter: 'peer:10.0.0.0/8' }, 'peers')
  await client.followJournal({ since: newest, filter: 'peer:10.0.0.0/8' }, 'same')
  await write(250)
  await write(1, about('more apples', '10.0.0.8'))
  const last = manager.app.store.journal.newest
  await client.count(3, (message) => message.type === 'entries' && message.seq >= last)
  expect(filtered(client, 'fruit')).toEqual([newest + 301, newest + 302, last])
  expect(filtered(client, 'peers')).toEqual([newest + 301, last])
  expect(filtered(client, 'same')).toEqual([newest + 301, last])
})

test('a reader whom nothing concerns is told how far the journal has gone, and goes on from there', async () => {
  const client = await LiveClient.open(manager)
  await client.followJournal({ filter: 'nothing-says-this' })
  const isFarther = () =>
    client.messages.some((message) => message.type === 'entries' && message.seq > client.hello.seq)
  await expect
    .poll(
      async () => {
        await write(1)
        return isFarther()
      },
      { timeout: 10_000 },
    )
    .toBe(true)
  expect(client.received()).toEqual([])
})

test('a filter that is none is a problem with its place, and the talk goes on', async () => {
  const client = await LiveClient.open(manager)
  client.say({ op: 'subscribe', id: 'j', topic: 'journal', filter: 'svc:echo dur>5' })
  client.say({ op: 'subscribe', id: 'c', topic: 'connections', filter: 'colour:red' })
  const problems = await client.count(2, (message) => message.type === 'problem')
  expect(problems).toMatchObject([
    { id: 'j', problem: { errors: [{ path: '/filter', position: 13 }] } },
    { id: 'c', problem: { errors: [{ path: '/filter', position: 0 }] } },
  ])
  await client.followJournal({ filter: 'svc:echo' }, 'j')
})

test('connections with a filter: those that pass, and which do not any more', async () => {
  const service = await manager.echo()
  const client = await LiveClient.open(manager)
  client.say({ op: 'subscribe', id: 'few', topic: 'connections', filter: 'bytes<3 state:open' })
  const socket = await dial(service)
  const open = await client.untilConnection(({ serviceId }) => serviceId === service.id)
  await exchange(socket, 'hello')
  await client.until((message) => message.type === 'connections' && message.left?.[0] === open?.id)
  socket.destroy()
})

test('stats: totals at once, rates every second', async () => {
  const service = await manager.echo()
  const client = await LiveClient.open(manager)
  client.say({ op: 'subscribe', id: 'n', topic: 'stats' })
  const [first] = await client.count(1, (message) => message.type === 'stats')
  expect(first).toMatchObject({ id: 'n', totals: { openConnections: 0 } })
  const socket = await dial(service)
  await exchange(socket, 'hello')
  const isCounted = (message: ServerMessage) =>
    message.type === 'stats' && message.totals.bytesIn === 5 && message.totals.openConnections === 1
  await client.until(isCounted)
  await client.until((message) => message.type === 'stats' && (message.rates?.bytesOut ?? 0) > 0)
  await client.until((message) => message.type === 'stats' && (message.rates?.entries ?? 0) > 0)
  socket.destroy()
})

test('a message of more than 64 KiB closes the socket with 1009', async () => {
  const client = await LiveClient.open(manager)
  client.sayText('x'.repeat(64 * 1024 + 1))
  expect(await client.closed()).toBe(1009)
})

test('when the manager stops, readers are told so with 1001', async () => {
  const client = await LiveClient.open(manager)
  const closed = client.closed()
  manager = await manager.restart()
  expect(await closed).toBe(1001)
})

test('a reader that is gone without a word is cut', async () => {
  const impatient = await TestManager.start({ heartbeatMs: 100 })
  onTestFinished(() => impatient.close())
  const client = await LiveClient.open(impatient, { autoPong: false })
  expect(await client.closed()).toBe(1006)
})

test('a plain GET says that this is a WebSocket', async () => {
  const { status, body } = await manager.call('GET', '/live')
  expect([status, body.code]).toEqual([400, 'validation-failed'])
})

test('the dashboard itself may open the feed', async () => {
  const client = await LiveClient.open(manager, { origin: manager.url })
  expect(client.hello.type).toBe('hello')
})

test('an offer to speak something else than WebSocket is declined: the request is answered as it is', async () => {
  const socket = connect(Number(new URL(manager.url).port), '127.0.0.1')
  const head = [
    'GET /api/v1/health HTTP/1.1',
    'Host: localhost',
    'Connection: Upgrade, close',
    'Upgrade: h2c',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const [answer] = await once(socket, 'data')
  socket.destroy()
  expect(String(answer)).toMatch(/^HTTP\/1.1 200 /)
})

test('one token has so many live feeds and no more; others have their own', async () => {
  const token = async (name: string) => {
    const { body } = await manager.call<NewApiToken>('POST', '/tokens', { name, role: 'viewer' })
    return { url: manager.url, token: body.secret }
  }
  const [greedy, other] = [await token('greedy'), await token('other')]
  const open = () => LiveClient.open(greedy)
  const [first, ...more] = await Promise.all(Array.from({ length: MOST_OF_ONE_CALLER }, open))
  expect(await LiveClient.refusal(greedy)).toEqual([
    1013,
    '128 live feeds of this user or token are open: close one first',
  ])
  expect(await LiveClient.refusal(other)).toBeNull()
  first?.cut()
  await expect.poll(() => LiveClient.refusal(greedy)).toBeNull()
  for (const client of more) client.cut()
})
