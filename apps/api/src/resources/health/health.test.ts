import type { Health } from '@switchboard/contract'
import { afterEach, expect, test } from 'vitest'
import { TestManager } from '../../testing.ts'

let manager: TestManager

afterEach(() => manager.close())

test('a manager whose parts are well says so', async () => {
  manager = await TestManager.start()
  const { body } = await manager.call<Health>('GET', '/health')
  expect(body).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    uptimeSeconds: expect.any(Number),
    checks: { store: { status: 'ok', message: null, queued: 0 }, engines: { status: 'ok', message: null } },
    eventLoop: { p99Ms: expect.any(Number), longestMs: expect.any(Number) },
  })
})

test('a lost engine is told until it is back, and its services run again', async () => {
  manager = await TestManager.start()
  await manager.echo()
  const pid = manager.app.manager.engines()[0]?.pid
  if (!pid) throw new Error('no engine')
  process.kill(pid, 'SIGKILL')
  const health = await healthOnce(({ status }) => status === 'degraded')
  expect(health.checks.engines).toMatchObject({
    status: 'degraded',
    message: expect.stringContaining('1 of 1'),
  })
  await healthOnce(({ status }) => status === 'ok')
  await manager.eventually<{ state: string }>('/services', ([service]) => service?.state === 'running')
})

test('what holds the event loop up shows', async () => {
  manager = await TestManager.start()
  const begin = performance.now()
  while (performance.now() - begin < 400);
  const { body } = await manager.call<Health>('GET', '/health')
  expect(body.eventLoop.longestMs).toBeGreaterThanOrEqual(350)
})

async function healthOnce(fits: (health: Health) => boolean): Promise<Health> {
  for (;;) {
    const { body } = await manager.call<Health>('GET', '/health')
    if (fits(body)) return body
  }
}
