import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { Connection, JournalEntry } from '@switchboard/contract'
import { encodeBatch } from '@switchboard/journal'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { BLANK_ENTRY, dial, exchange, TestManager } from '../../testing.ts'

let manager: TestManager
let serviceId: string

beforeAll(async () => {
  manager = await TestManager.start()
  const service = await manager.echo()
  serviceId = service.id
  const socket = await dial(service)
  await exchange(socket, 'hello')
  socket.destroy()
  await manager.connections((all) => all.some(({ state }) => state === 'closed'))
})
afterAll(() => manager.close())

async function download(path: string) {
  const response = await manager.fetch(`/api/v1${path}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const objects = <Row>(text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)

test('NDJSON has what the lists have', async () => {
  const { text, headers } = await download('/journal/export?format=ndjson')
  const listed = await manager.journal(() => true, '?limit=500')
  expect(objects<JournalEntry>(text)).toEqual(listed.toReversed())
  expect(headers.get('content-type')).toBe('application/x-ndjson')
  expect(headers.get('switchboard-about-rows')).toBe(String(listed.length))
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="switchboard-journal-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.ndjson"$/,
  )
  const connections = await download('/connections/export?format=ndjson&state=closed')
  const closed = await manager.connections(() => true, '?state=closed')
  expect(objects<Connection>(connections.text)).toEqual(closed)
  expect(connections.headers.get('switchboard-about-rows')).toBe(String(closed.length))
})

test('CSV has a header line and one line for each row', async () => {
  const { text, headers } = await download(`/connections/export?format=csv&service=${serviceId}`)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  const [head = '', row = '', rest] = text.split('\r\n')
  const cells = Object.fromEntries(head.split(',').map((key, at) => [key, row.split(',')[at]]))
  expect(rest).toBe('')
  expect(cells).toMatchObject({
    serviceId,
    state: 'closed',
    bytesIn: '5',
    closeReason: 'peer-closed',
    error: '',
  })
})

test('of one service only', async () => {
  const { text } = await download(`/journal/export?format=ndjson&service=${serviceId}`)
  expect(new Set(objects<JournalEntry>(text).map((entry) => entry.serviceId))).toEqual(new Set([serviceId]))
  expect((await download('/journal/export?format=ndjson&service=svc_none')).text).toBe('')
  expect((await download('/journal/export?format=csv&service=svc_none')).text).toMatch(/^seq,at,.*\r\n$/)
})

test('what a filter lets pass', async () => {
  const { text, headers } = await download(
    '/journal/export?format=ndjson&filter=ev:connection.closed%20bytes:10',
  )
  expect(objects<JournalEntry>(text)).toMatchObject([{ type: 'connection.closed', serviceId }])
  expect(headers.get('switchboard-about-rows')).toBe('1')
  expect((await download('/connections/export?format=ndjson&filter=bytes:11')).text).toBe('')
  const wrong = await download('/journal/export?format=csv&filter=bytes:x')
  expect([wrong.status, JSON.parse(wrong.text)]).toEqual([
    400,
    expect.objectContaining({ code: 'validation-failed' }),
  ])
})

test('a format that there is not', async () => {
  const { status, text } = await download('/journal/export?format=xlsx')
  expect(status).toBe(400)
  expect(text).toContain('csv')
})

test('what would be a formula is none, wherever it stands', async () => {
  const serviceName = '=cmd|" /C calc"!A0'
  const preview = '@SUM(1)\r\nx,y'
  await manager.app.store.journal.append(encodeBatch([{ ...BLANK_ENTRY, serviceName, preview }]))
  const { text } = await download('/journal/export?format=csv')
  expect(text).toContain(`,"'=cmd|"" /C calc""!A0",`)
  expect(text).toContain(`,"'@SUM(1)\r\nx,y",`)
})

test('rows are read as the client takes them, and no more when it has gone', async () => {
  const long = Array.from({ length: 1000 }, () => ({ ...BLANK_ENTRY, preview: 'x'.repeat(4000) }))
  for (let times = 0; times < 20; times++) await manager.app.store.journal.append(encodeBatch(long))
  const list = vi.spyOn(manager.app.store.journal, 'list')
  const request = get(`${manager.url}/api/v1/journal/export?format=ndjson`)
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  await once(answer, 'readable')
  const closed = once(answer, 'close').catch(() => undefined)
  answer.destroy()
  await closed
  await manager.call('GET', '/journal')
  const read = list.mock.calls.length
  expect(read).toBeLessThan(30)
  expect((await download('/journal/export?format=ndjson')).text.length).toBeGreaterThan(80e6)
  expect(list.mock.calls.length - read).toBeGreaterThanOrEqual(40)
})
