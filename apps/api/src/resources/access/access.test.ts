import type { AccessTestResult } from '@switchboard/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dial, TestManager } from '../../testing.ts'

let manager: TestManager

beforeEach(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.close())

const ask = (serviceId: string, address: string) =>
  manager.call<AccessTestResult>('POST', '/access:test', { serviceId, address })

test('tells who would be let in, and which range decides', async () => {
  const { id } = await manager.echo({
    access: { allow: ['127.0.0.0/8', '10.0.0.0/8'], deny: ['10.1.0.0/16'] },
  })
  expect((await ask(id, '10.1.2.3')).body).toEqual({
    allowed: false,
    rule: { kind: 'deny', range: '10.1.0.0/16' },
  })
  expect((await ask(id, '10.2.2.3')).body).toEqual({
    allowed: true,
    rule: { kind: 'allow', range: '10.0.0.0/8' },
  })
  expect((await ask(id, '192.0.2.7')).body).toEqual({
    allowed: false,
    rule: { kind: 'no-match', range: null },
  })
})

test('knows the limits of a running service', async () => {
  const service = await manager.echo({ limits: { maxConnections: 1 } })
  expect((await ask(service.id, '192.0.2.7')).body.allowed).toBe(true)
  const caller = await dial(service)
  await expect
    .poll(async () => (await ask(service.id, '192.0.2.7')).body)
    .toEqual({ allowed: false, rule: { kind: 'max-connections', range: null } })
  caller.destroy()
})

test('refuses what is no address, and a service that does not exist', async () => {
  const { id } = await manager.echo()
  const wrong = await manager.call('POST', '/access:test', { serviceId: id, address: 'localhost' })
  expect(wrong).toMatchObject({
    status: 400,
    body: { code: 'validation-failed', errors: [{ path: '/address' }] },
  })
  expect((await manager.call('POST', '/access:test', { serviceId: 'svc_0', address: '::1' })).status).toBe(
    404,
  )
})
