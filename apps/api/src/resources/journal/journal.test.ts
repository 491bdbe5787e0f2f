import type { JournalEntry, JournalHistogram, Page } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestManager } from '../../testing.ts'

let manager: TestManager
let all: JournalEntry[]

beforeAll(async () => {
  manager = await TestManager.start()
  const { id } = await manager.echo()
  await manager.echo({ name: 'other' })
  await manager.call('POST', `/services/${id}/stop`)
  all = await manager.journal((items) => items.some(({ type }) => type === 'service.stopped'))
})
afterAll(() => manager.close())

const list = async (query: string) =>
  (await manager.call<Page<JournalEntry>>('GET', `/journal?${query}`)).body

test('before reads back into the past, newest first', async () => {
  const first = await list('limit=2')
  expect(first.items).toEqual(all.slice(0, 2))
  expect((await list(`limit=2&before=${first.next}`)).items).toEqual(all.slice(2, 4))
})

test('after reads forward, oldest first', async () => {
  const forward = all.toReversed()
  const first = await list('limit=2&after=0')
  expect(first.items).toEqual(forward.slice(0, 2))
  const rest = await list(`after=${first.next}`)
  expect(rest).toEqual({ items: forward.slice(2), next: null })
})

test('of one service only', async () => {
  const serviceId = all.find(({ serviceName }) => serviceName === 'other')?.serviceId
  const { items } = await list(`service=${serviceId}`)
  expect(items.map(({ type }) => type)).toEqual(['service.started', 'service.created'])
  expect(items[1]).toMatchObject({ severity: 'info', serviceName: 'other', detail: { protocol: 'echo' } })
})

test('between two times, and counted over time', async () => {
  const at = all[1]?.at ?? ''
  const [from, to] = [at, new Date(Date.parse(at) + 1).toISOString()]
  const { items } = await list(`from=${from}&to=${to}`)
  expect(items).toEqual(all.filter((entry) => entry.at === at))
  const query = `from=${from}&to=${to}&buckets=1`
  const { body } = await manager.call<JournalHistogram>('GET', `/journal/histogram?${query}`)
  expect(body).toEqual({
    ...{ from, to, bucketMs: 1, seq: all[0]?.seq, next: null, countedFrom: null },
    ...{ info: [items.length], warning: [0], error: [0] },
  })
  const { status, body: problem } = await manager.call('GET', `/journal?from=${to}&to=${from}`)
  expect([status, problem.errors?.[0]?.path]).toEqual([400, '/to'])
})

test('both directions at once make no sense', async () => {
  const { status, body } = await manager.call('GET', '/journal?after=1&before=9')
  expect([status, body.code]).toEqual([400, 'validation-failed'])
})
