import type { OutgoingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { EventClient } from '../testing-events.ts'
import { writeEntries } from '../testing-live.ts'
import { TestManager } from '../testing.ts'

const TOKEN = 'the-admin-token-of-the-event-streams'
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` }
const HEARTBEAT_MS = 100

let manager: TestManager

beforeAll(async () => {
  const variables = { SWITCHBOARD_ADMIN_TOKEN: TOKEN }
  manager = await TestManager.start({ variables, heartbeatMs: HEARTBEAT_MS })
})
afterAll(() => manager.close())

async function follow(query = '', headers: OutgoingHttpHeaders = {}): Promise<EventClient> {
  const url = `${manager.url}/api/v1/journal/stream${query}`
  const client = await EventClient.open(url, 'cookie' in headers ? headers : { ...AUTHORIZED, ...headers })
  onTestFinished(() => client.close())
  return client
}

const newest = () => manager.app.store.journal.newest
const seqs = (client: EventClient) => client.entries().map(({ seq }) => seq)
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

test('all entries after a seq, in order, each with its seq as the id, then new ones; Last-Event-ID goes on', async () => {
  await writeEntries(manager, 700)
  const client = await follow('?after=5')
  expect(client.answer.headers['content-type']).toBe('text/event-stream')
  expect(client.answer.headers['x-request-id']).toEqual(expect.any(String))
  const pouring = (async () => {
    for (let batch = 0; batch < 60; batch++) await writeEntries(manager, 1 + ((batch * 37) % 90))
  })()
  await client.until(() => client.events.length > 1_000)
  client.close()
  const back = await follow('?after=5', { 'last-event-id': client.lastId })
  await pouring
  await back.until(() => back.lastId === String(newest()))
  expect([...seqs(client), ...seqs(back)]).toEqual(numbers(6, newest()))
  expect(back.events.every(({ id, data }) => (JSON.parse(data) as { seq: number }).seq === Number(id))).toBe(
    true,
  )
})

test('without a seq it begins with what is new; a filter narrows it, and comments and ids tell that it lives', async () => {
  await writeEntries(manager, 3, { preview: 'apples' })
  const client = await follow('?filter=apples')
  await client.until(() => client.comments > 0)
  await writeEntries(manager, 2, { preview: 'pears' })
  await writeEntries(manager, 1, { preview: 'apples' })
  await client.until(() => client.events.length > 0)
  expect(seqs(client)).toEqual([newest()])
  await expect
    .poll(
      async () => {
        await writeEntries(manager, 1)
        return Number(client.lastId) > (seqs(client)[0] ?? Infinity)
      },
      { timeout: 10_000 },
    )
    .toBe(true)
  expect(client.events).toHaveLength(1)
  await client.until(() => client.comments > 3)
})

test('a filter that is none, and an id that is no seq, are problems', async () => {
  const ask = async (query: string, headers = {}) => {
    const answer = await fetch(`${manager.url}/api/v1/journal/stream${query}`, {
      headers: { ...AUTHORIZED, ...headers },
    })
    return { status: answer.status, body: await answer.json() }
  }
  expect(await ask('?filter=dur%3E5')).toMatchObject({
    status: 400,
    body: { code: 'validation-failed', errors: [{ path: '/filter', position: 4 }] },
  })
  expect(await ask('', { 'last-event-id': '7x' })).toMatchObject({
    status: 400,
    body: { errors: [{ path: '/last-event-id', message: expect.stringContaining('"7x"') }] },
  })
  expect(await ask('?after=-1')).toMatchObject({ status: 400, body: { errors: [{ path: '/after' }] } })
})

test('a reader that does not read gets a gap instead, and then the newest', async () => {
  const from = newest() + 1
  const [slow, watcher] = [await follow(`?after=${from - 1}`), await follow(`?after=${from - 1}`)]
  slow.answer.pause()
  const preview = 'x'.repeat(20_000)
  for (let batch = 0; batch < 20; batch++) {
    await writeEntries(manager, 50, { preview })
    await watcher.until(() => watcher.lastId === String(newest()))
  }
  slow.answer.resume()
  await slow.until(() => slow.events.some(({ event }) => event === 'gap'))
  await writeEntries(manager, 1)
  await slow.until(() => slow.lastId === String(newest()))
  const gaps = slow.events.filter(({ event }) => event === 'gap')
  const missed = gaps.flatMap(({ id, data }) => {
    const { from, to } = JSON.parse(data) as { from: number; to: number }
    expect([id, from]).toEqual([String(to), Math.min(from, to)])
    return numbers(from, to)
  })
  expect([...seqs(slow), ...missed].sort((a, b) => a - b)).toEqual(numbers(from, newest()))
  expect(seqs(watcher)).toEqual(numbers(from, newest() - 1))
})

test('it ends when its session does', async () => {
  const url = `${manager.url}/api/v1/session`
  const headers = { 'content-type': 'application/json', origin: manager.url }
  const signedIn = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ token: TOKEN }) })
  const [cookie = ''] = signedIn.headers.getSetCookie()[0]?.split(';') ?? []
  const client = await follow('', { cookie })
  const other = await follow()
  await fetch(url, { method: 'DELETE', headers: { origin: manager.url, cookie } })
  await client.ended
  expect(other.answer.destroyed).toBe(false)
})

test('it ends when the manager stops', async () => {
  const client = await follow()
  await manager.app.close()
  await client.ended
})
