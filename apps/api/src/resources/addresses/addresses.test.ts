import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { AddressCheck, AddressCheckInput } from '@switchboard/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { portOf, TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterAll(() => manager.close())

const ask = (input: AddressCheckInput) => manager.call<AddressCheck>('POST', '/addresses:check', input)

test('an address of a service of ours is taken for others, with its name and a port that is free', async () => {
  const service = await manager.echo()
  const port = portOf(service)
  const { body } = await ask({ transport: 'tcp', port })
  expect(body).toMatchObject({
    free: false,
    code: 'address-in-use',
    owner: { serviceId: service.id, name: service.name },
    message: expect.stringContaining(`127.0.0.1:${port} is in use`),
  })
  expect(body.freePort).toBeGreaterThan(port)
  expect((await ask({ transport: 'tcp', port: body.freePort ?? 0 })).body.free).toBe(true)
  expect((await ask({ transport: 'tcp', port, serviceId: service.id })).body.free).toBe(true)
})

test('one of another program has no owner; when that lets go, it is free', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { body } = await ask({ transport: 'tcp', port })
  expect(body).toMatchObject({ free: false, code: 'address-in-use' })
  expect(body.owner).toBeUndefined()
  server.close()
  await once(server, 'close')
  expect((await ask({ transport: 'tcp', port })).body).toEqual({
    free: true,
    code: null,
    message: null,
    freePort: null,
  })
})

test('what this machine does not have is told apart, and names are not looked up', async () => {
  expect((await ask({ transport: 'udp', host: '192.0.2.7', port: 7007 })).body).toMatchObject({
    free: false,
    code: 'address-not-available',
    freePort: null,
  })
  const { status, body } = await ask({ transport: 'tcp', host: 'example.com', port: 7007 })
  expect([status, body]).toMatchObject([400, { errors: [{ path: '/host' }] }])
})
