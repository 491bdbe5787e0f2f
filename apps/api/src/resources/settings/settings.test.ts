import {
  DefenderSettings,
  type JournalEntry,
  type Service,
  type Settings,
  type Storage,
} from '@switchboard/contract'
import { encodeBatch } from '@switchboard/journal'
import { Value } from 'typebox/value'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { BLANK_ENTRY, ECHO, TestManager } from '../../testing.ts'

const WAIT = { timeout: 20_000, interval: 50 }

let manager: TestManager

beforeAll(async () => void (manager = await TestManager.start()))
afterEach(async () => {
  expect((await manager.call('PATCH', '/settings', DEFAULTS)).status).toBe(200)
  await manager.clear()
})
afterAll(() => manager.close())

/** One of its own: what is old goes from the journal's beginning. */
async function aManager(): Promise<TestManager> {
  const own = await TestManager.start()
  onTestFinished(() => own.close())
  return own
}

const DEFAULTS: Settings = {
  retention: { maxAgeDays: null, maxEntries: null, maxBytes: 10_737_418_240 },
  defender: Value.Create(DefenderSettings),
}

test('there is room for 10 GiB until somebody sets something else, which outlives a restart', async () => {
  expect((await manager.call<Settings>('GET', '/settings')).body).toEqual(DEFAULTS)
  const changed = { ...DEFAULTS, retention: { ...DEFAULTS.retention, maxAgeDays: 30 } }
  const answer = await manager.call<Settings>('PATCH', '/settings', { retention: { maxAgeDays: 30 } })
  expect(answer).toMatchObject({ status: 200, body: changed })
  manager = await manager.restart()
  expect((await manager.call<Settings>('GET', '/settings')).body).toEqual(changed)
})

test('a change made for settings that somebody else has changed meanwhile is refused', async () => {
  const etag = (await manager.call('GET', '/settings')).headers.get('etag') ?? ''
  const change = (maxAgeDays: number) =>
    manager.call('PATCH', '/settings', { retention: { maxAgeDays } }, { 'if-match': etag })
  const first = await change(30)
  expect([first.status, first.headers.get('etag') === etag]).toEqual([200, false])
  expect((await change(60)).body.code).toBe('precondition-failed')
})

test('what is beyond the bounds is deleted, and the rest told', async () => {
  const at = Date.now()
  await manager.app.store.journal.append(
    encodeBatch(Array.from({ length: 3000 }, () => ({ ...BLANK_ENTRY, at }))),
  )
  await manager.call('PATCH', '/settings', { retention: { maxEntries: 1000 } })
  const newest = manager.app.store.journal.newest
  await manager.journal(([oldest]) => oldest?.seq === newest - 999, '?after=0&limit=1')
  const { body } = await manager.call<Storage>('GET', '/storage')
  expect(body).toMatchObject({ entries: 1000, oldestAt: new Date(at).toISOString() })
  expect(body.fileBytes).toBeGreaterThanOrEqual(body.bytes)
})

test('old entries go when an age is set', async () => {
  const manager = await aManager()
  await manager.app.store.journal.append(encodeBatch([BLANK_ENTRY]))
  await manager.call('PATCH', '/settings', { retention: { maxAgeDays: 1 } })
  const entries = await manager.journal((all) => all.every(({ at }) => at > '2000'), '?limit=500')
  expect(entries.map(({ type }: JournalEntry) => type)).toContain('engine.started')
})

test('a service keeps its entries as long as it says, until it is deleted or says otherwise', async () => {
  const manager = await aManager()
  const { body } = await manager.call<Service>('POST', '/services', {
    ...ECHO,
    retention: { maxAgeDays: null },
  })
  expect(body.retention).toEqual({ maxAgeDays: null })
  const old = { ...BLANK_ENTRY, at: 1, serviceId: body.id, type: 'old' }
  await manager.app.store.journal.append(encodeBatch([old, { ...old, serviceId: null }]))
  await manager.call('PATCH', '/settings', { retention: { maxAgeDays: 1 } })
  const ofOld = () => manager.app.store.journal.list({ after: 0, limit: 9, type: 'old' })
  await vi.waitFor(
    async () => expect((await ofOld()).map(({ serviceId }) => serviceId)).toEqual([body.id]),
    WAIT,
  )
  const patch = { retention: { maxAgeDays: 2 } }
  expect((await manager.call<Service>('PATCH', `/services/${body.id}`, patch)).body.retention).toEqual(
    patch.retention,
  )
  await vi.waitFor(async () => expect(await ofOld()).toEqual([]), WAIT)
})

test.each([
  { retention: { maxEntries: 10 } },
  { retention: { maxAgeDays: 0 } },
  { retention: { maxBytes: 1 } },
  { retention: { days: 1 } },
  { other: 1 },
])('%j is refused', async (body) => {
  const answer = await manager.call('PATCH', '/settings', body)
  expect([answer.status, answer.body.code]).toEqual([400, 'validation-failed'])
  expect((await manager.call<Settings>('GET', '/settings')).body).toEqual(DEFAULTS)
})
