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
    checks: { store: { status: 'ok', message: null }, engines: { status: 'ok', message: null } },
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

async function healthOnce(fits: (health: Health) => boolean): Promise<Health> {
  for (;;) {
    const { body } = await manager.call<Health>('GET', '/health')
    if (fits(body)) return body
  }
}
