import type { NewApiToken, RecentTraffic, StatsSeries } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dial, exchange, TestManager, until } from '../../testing.ts'
import { LiveClient } from '../../testing-live.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterAll(() => manager.close())

const read = async (path: string, headers = {}) =>
  (await manager.call<StatsSeries>('GET', path, undefined, headers)).body

/** What the values of a list come to over their time. */
const amount = (values: (number | null)[], step = 1) =>
  Math.round(values.reduce<number>((sum, value) => sum + (value ?? 0) * step, 0))

test('what a service carried is told over time, alone and with the others, to whom it concerns', async () => {
  const echo = await manager.echo()
  const other = await manager.echo({ name: 'other' })
  const socket = await dial(echo)
  await exchange(socket, 'hello')
  const series = await until(
    () => read(`/services/${echo.id}/stats`),
    ({ bytesIn }) => amount(bytesIn) === 5,
  )
  expect([series.stepSeconds, series.bytesIn.length, series.openConnections.length]).toEqual([1, 600, 600])
  expect([amount(series.bytesOut), amount(series.connections), series.bytesIn[0]]).toEqual([5, 1, null])
  expect(Date.parse(series.from)).toBeGreaterThan(Date.now() - 605_000)

  const hour = await read(`/services/${echo.id}/stats?step=10`)
  expect([hour.bytesIn.length, Math.round(amount(hour.bytesIn, 10) / 5) > 0]).toEqual([360, true])
  expect(amount((await read('/stats')).bytesIn)).toBe(5)
  expect(amount((await read(`/services/${other.id}/stats`)).bytesIn)).toBe(0)

  const { body } = await manager.call<NewApiToken>('POST', '/tokens', {
    ...{ name: 'of other', role: 'viewer', services: [other.id] },
  })
  const headers = { authorization: `Bearer ${body.secret}` }
  expect(amount((await read('/stats', headers)).bytesIn)).toBe(0)
  expect((await manager.call('GET', `/services/${echo.id}/stats`, undefined, headers)).status).toBe(404)

  const recent = (await manager.call<RecentTraffic>('GET', '/stats/recent')).body
  expect([Object.keys(recent.services), amount(recent.services[echo.id] ?? [])]).toEqual([[echo.id], 10])
  socket.destroy()
})

test('hours are told from the disk, alone and together, and go with their service', async () => {
  const echo = await manager.echo({ name: 'hourly' })
  const socket = await dial(echo)
  await exchange(socket, 'hello')
  await until(
    () => read(`/services/${echo.id}/stats`),
    ({ bytesIn }) => amount(bytesIn) === 5,
  )
  socket.destroy()
  await manager.app.sampler.hours.writeDown(manager.app.store.hours)
  const month = await read(`/services/${echo.id}/stats?step=3600`)
  expect([month.stepSeconds, month.bytesIn.length >= 720, month.bytesIn[0]]).toEqual([3600, true, null])
  expect(month.bytesIn.at(-1)).toBeGreaterThan(0)
  expect(month.openConnections.at(-1)).toBe(1)
  const from = new Date(Date.now() - 7 * 86_400_000).toISOString()
  const week = await read(`/stats?step=3600&from=${from}`)
  expect([week.bytesIn.length >= 168 && week.bytesIn.length < 171, (week.bytesIn.at(-1) ?? 0) > 0]).toEqual([
    true,
    true,
  ])
  await manager.call('DELETE', `/services/${echo.id}`)
  const left = await manager.app.store.hours.list({ serviceIds: [echo.id], from: 0, to: 1_000_000 })
  expect(left).toEqual([])
})

test('between two times, in whole steps; what is not kept is not answered', async () => {
  const { body } = await manager.call<StatsSeries>('GET', '/stats')
  const from = Date.parse(body.from) + 590_000
  const to = new Date(from + 5000).toISOString()
  const part = await read(`/stats?from=${new Date(from).toISOString()}&to=${to}`)
  expect([part.from, part.bytesIn.length]).toEqual([new Date(from).toISOString(), 5])
  expect((await read('/stats?from=2020-01-01T00:00:00Z')).bytesIn).toHaveLength(600)
  expect((await read('/stats?to=2020-01-01T00:00:00Z')).bytesIn).toHaveLength(0)
  const { status, body: problem } = await manager.call('GET', '/stats?step=7')
  expect([status, problem.errors?.[0]?.path]).toEqual([400, '/step'])
})

test('live: the rates of each service, as long as they are not zero and once when they are; or of one alone', async () => {
  const echo = await manager.echo({ name: 'live' })
  const quiet = await manager.echo({ name: 'quiet' })
  const client = await LiveClient.open(manager)
  client.say({ op: 'subscribe', id: 'each', topic: 'stats', each: true })
  client.say({ op: 'subscribe', id: 'one', topic: 'stats', service: quiet.id })
  const socket = await dial(echo)
  await exchange(socket, 'hello')
  const rates = (message: { type: string; services?: unknown }) =>
    message.type === 'stats'
      ? (message.services as Record<string, { bytesIn: number }> | undefined)
      : undefined
  const busy = await client.until((message) => (rates(message)?.[echo.id]?.bytesIn ?? 0) > 0)
  expect(rates(busy)?.[quiet.id]).toBeUndefined()
  await client.until((message) => rates(message)?.[echo.id]?.bytesIn === 0)
  await client.until((message) => rates(message) !== undefined && !rates(message)?.[echo.id])
  const one = client.messages.filter((message) => message.type === 'stats' && message.id === 'one')
  expect(one.map((message) => message.type === 'stats' && message.totals.bytesIn)).toEqual(one.map(() => 0))
  socket.destroy()
})
