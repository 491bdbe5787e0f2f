import { readFileSync } from 'node:fs'
import type { Service } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dial, exchange, TestManager, until } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => void (manager = await TestManager.start()))
afterAll(() => manager.close())

const scrape = async () => (await manager.fetch('/metrics')).text()

/** The series by name and labels. */
const parse = (text: string) =>
  new Map(
    Array.from(text.matchAll(/^(\w+(?:\{.*\})?) (\S+)$/gm), ([, series, value]) => [series, Number(value)]),
  )

/** A scrape in which the series has the value. */
async function scrapeOnce(series: string, value: number): Promise<Map<string | undefined, number>> {
  return await until(
    async () => parse(await scrape()),
    (numbers) => numbers.get(series) === value,
  )
}

async function create(input: object): Promise<Service> {
  const { body } = await manager.call<Service>('POST', '/services', {
    protocol: 'echo',
    listen: [{ transport: 'tcp', port: 0 }],
    desired: 'running',
    ...input,
  })
  return body
}

async function talk(service: Service, text: string): Promise<void> {
  const socket = await dial(service)
  await exchange(socket, text)
  socket.destroy()
}

test('only who may read gets them', async () => {
  expect((await fetch(`${manager.url}/metrics`)).status).toBe(401)
  const answer = await manager.fetch('/metrics')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
})

test('traffic is counted by service, and no number falls when it is restarted, renamed or deleted', async () => {
  const service = await create({ name: 'meter-a' })
  await talk(service, 'hello')
  const received = 'switchboard_received_bytes_total{service="meter-a",protocol="echo"}'
  const numbers = await scrapeOnce(received, 5)
  expect(numbers.get('switchboard_connections_total{service="meter-a",protocol="echo"}')).toBe(1)
  expect(numbers.get('switchboard_sent_bytes_total{service="meter-a",protocol="echo"}')).toBe(5)
  const { body: restarted } = await manager.call<Service>('POST', `/services/${service.id}/restart`)
  await talk(restarted, 'hello')
  await scrapeOnce(received, 10)
  await manager.call('PATCH', `/services/${service.id}`, { name: 'meter-b' })
  await talk(restarted, 'hi')
  const renamed = 'switchboard_received_bytes_total{service="meter-b",protocol="echo"}'
  expect((await scrapeOnce(renamed, 2)).get(received)).toBe(10)
  await manager.call('DELETE', `/services/${service.id}`)
  await talk(await create({ name: 'meter-a' }), 'again')
  expect((await scrapeOnce(received, 15)).get(renamed)).toBe(2)
})

test('services by state, open connections, refused peers by rule', async () => {
  const closed = await create({
    name: 'meter-closed',
    access: { allow: ['10.0.0.0/8'], deny: [], accessTimes: [] },
  })
  const open = await create({ name: 'meter-open' })
  const socket = await dial(open)
  await exchange(socket, 'x')
  for (let peer = 0; peer < 3; peer++) (await dial(closed)).destroy()
  const refused =
    'switchboard_connections_refused_total{service="meter-closed",protocol="echo",rule="no-match"}'
  const numbers = await scrapeOnce(refused, 3)
  expect(numbers.get('switchboard_connections_open{service="meter-open",protocol="echo"}')).toBe(1)
  socket.destroy()
  const all = manager.app.manager.services().length
  expect(numbers.get('switchboard_services{state="running"}')).toBe(all)
  expect(numbers.get('switchboard_services{state="failed"}')).toBe(0)
})

test('journal, database and requests', async () => {
  await manager.call('GET', '/services/svc_none')
  const before = manager.app.store.journal.newest
  const numbers = parse(await scrape())
  const entries = numbers.get('switchboard_journal_entries_total')
  expect(entries).toBeGreaterThanOrEqual(before)
  expect(entries).toBeLessThanOrEqual(manager.app.store.journal.newest)
  expect(numbers.get('switchboard_journal_commit_seconds_count')).toBeGreaterThan(0)
  expect(numbers.get('switchboard_database_file_bytes')).toBeGreaterThan(4096)
  const missing = 'switchboard_http_requests_total{method="GET",route="/api/v1/services/:id",status="404"}'
  expect(numbers.get(missing)).toBe(1)
  expect(numbers.get('switchboard_feed_readers')).toBe(0)
})

test('a lost engine counts as a restart', async () => {
  process.kill(manager.app.manager.engines()[0]?.pid ?? 0, 'SIGKILL')
  await scrapeOnce('switchboard_engine_restarts_total{engine="1"}', 1)
  await scrapeOnce('switchboard_engine_up{engine="1"}', 1)
})

const docs = new URL('../../../../../docs/', import.meta.url)
const readDoc = (name: string) => readFileSync(new URL(name, docs), 'utf8')
const exposed = async () => Array.from((await scrape()).matchAll(/^# TYPE (\w+) /gm), ([, name]) => name)

// Other systems lack some of what Linux tells of a process.
test.runIf(process.platform === 'linux')('docs/metrics.md lists exactly what is told', async () => {
  const listed = Array.from(readDoc('metrics.md').matchAll(/^\| `(\w+)` \|/gm), ([, name]) => name)
  expect(listed.toSorted()).toEqual((await exposed()).toSorted())
})

test('the dashboard for Grafana asks for nothing else', async () => {
  const names = new Set(await exposed())
  const queries = Array.from(
    readDoc('grafana/switchboard.json').matchAll(/"(?:expr|query)": "((?:[^"\\]|\\.)*)"/g),
    ([, expr]) => expr ?? '',
  )
  const asked = queries.flatMap((expr) => expr.match(/\b(?:switchboard|process|nodejs)_\w+/g) ?? [])
  expect(asked.length).toBeGreaterThan(10)
  const unknown = asked.filter(
    (name) => !names.has(name) && !names.has(name.replace(/_(bucket|sum|count)$/, '')),
  )
  expect(unknown).toEqual([])
})
