import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ServiceInput, type Page, type Service } from '@switchboard/contract'
import { RESTART_FIELDS } from '@switchboard/netcore'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dial, ECHO, exchange, portOf, TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

describe('creating', () => {
  test('fills every default in and starts when asked to', async () => {
    const answer = await manager.call<Service>('POST', '/services', { ...ECHO, desired: 'running' })

    expect(answer.status).toBe(201)
    expect(answer.headers.get('location')).toBe(`/api/v1/services/${answer.body.id}`)
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^svc_[0-9A-Z]{26}$/),
      listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }],
      limits: { maxConnections: 1000, idleTimeoutMs: 300_000 },
      socket: { backlog: 511, noDelay: true, keepAliveMs: 60_000 },
      drainTimeoutMs: 10_000,
      desired: 'running',
      state: 'running',
      stateReason: null,
      revision: 1,
    })
    expect(await exchange(await dial(answer.body), 'hello')).toBe('hello')
  })

  test('a start that fails is still 201, and the state says why', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const { port } = holder.address() as AddressInfo

    const service = await manager.echo({ listen: [{ transport: 'tcp', port }] })

    holder.close()
    expect(service).toMatchObject({ desired: 'running', state: 'failed', endpoints: [] })
    expect(service.stateReason).toMatchObject({ code: 'address-in-use' })
  })

  test('a start that fails and is tried again tells when', async () => {
    const owner = await manager.echo()
    const { restartAt, state } = await manager.echo({
      name: 'rival',
      listen: [{ transport: 'tcp', port: portOf(owner) }],
      restart: { policy: 'always', delayMs: 60_000, maxDelayMs: 60_000 },
    })
    expect(state).toBe('backoff')
    expect(Math.abs(Date.parse(restartAt ?? '') - Date.now() - 60_000)).toBeLessThan(10_000)
    expect(owner.restartAt).toBeNull()
  })

  test('a name that is taken is 409', async () => {
    await manager.echo()
    const answer = await manager.call('POST', '/services', ECHO)
    expect(answer.status).toBe(409)
    expect(answer.body.code).toBe('name-taken')
    expect(answer.body.detail).toContain('echo-lab')
  })

  test('every wrong field is named, with the value and what is allowed', async () => {
    const { status, body } = await manager.call('POST', '/services', {
      protocol: 'echo',
      listen: [
        { transport: 'tcp', port: 70_000 },
        { transport: 'sctp' },
        { transport: 'unix', path: '../x' },
      ],
      limits: { idleTimeoutMs: 'long' },
      colour: 'red',
    })
    expect(status).toBe(400)
    expect(body.code).toBe('validation-failed')
    const messages = new Map(body.errors?.map(({ path, message }) => [path, message]))
    expect([...messages.keys()].sort()).toEqual(
      [
        '/colour',
        '/limits/idleTimeoutMs',
        '/listen/0/port',
        '/listen/1/transport',
        '/listen/2/path',
        '/name',
      ].sort(),
    )
    expect(messages.get('/listen/0/port')).toBe('70000 is too large; at most 65535 is allowed')
    expect(messages.get('/listen/1/transport')).toBe('"sctp" is not allowed; allowed: "tcp", "udp", "unix"')
    expect(messages.get('/limits/idleTimeoutMs')).toBe('"long" is not an integer or null')
    expect(messages.get('/name')).toBe('is required')
  })

  test("the protocol's own options are checked with paths below /options", async () => {
    const { status, body } = await manager.call('POST', '/services', { ...ECHO, options: { volume: 11 } })
    expect(status).toBe(400)
    expect(body.errors?.map(({ path }) => path)).toEqual(['/options/volume'])
  })

  test('two addresses that would clash are refused, port 0 never clashes', async () => {
    const twice = [
      { transport: 'tcp', port: 7007 },
      { transport: 'tcp', host: '0.0.0.0', port: 7007 },
    ] as const
    const { status, body } = await manager.call('POST', '/services', { ...ECHO, listen: twice })
    expect(status).toBe(400)
    expect(body.errors?.[0]?.path).toBe('/listen/1')
    const free = [
      { transport: 'tcp', port: 0 },
      { transport: 'tcp', port: 0 },
    ] as const
    expect((await manager.echo({ listen: [...free] })).endpoints).toHaveLength(2)
  })

  test('an unknown protocol is named', async () => {
    const { status, body } = await manager.call('POST', '/services', { ...ECHO, protocol: 'gopher' })
    expect(status).toBe(400)
    expect(body.errors?.[0]).toMatchObject({ path: '/protocol', message: expect.stringContaining('gopher') })
  })

  test('a Unix socket is made in the data directory and shown by its plain name', async () => {
    const service = await manager.echo({ listen: [{ transport: 'unix', path: 'echo.sock' }] })
    expect(service.endpoints).toEqual([{ transport: 'unix', path: 'echo.sock' }])
    const socket = connect(join(manager.dataDir, 'sockets', 'echo.sock'))
    await once(socket, 'connect')
    expect(await exchange(socket, 'hello')).toBe('hello')
  })
})

describe('reading', () => {
  test('lists newest first, page by page', async () => {
    for (const name of ['one', 'two', 'three']) await manager.echo({ name, desired: 'stopped' })
    const first = await manager.call<Page<Service>>('GET', '/services?limit=2')
    expect(first.body.items.map(({ name }) => name)).toEqual(['three', 'two'])
    const second = await manager.call<Page<Service>>('GET', `/services?limit=2&before=${first.body.next}`)
    expect(second.body.items.map(({ name }) => name)).toEqual(['one'])
    expect(second.body.next).toBeNull()
  })

  test('an unknown id is 404, a wrong limit is 400', async () => {
    expect((await manager.call('GET', '/services/svc_x')).body.code).toBe('not-found')
    const { status, body } = await manager.call('GET', '/services?limit=0&colour=red')
    expect(status).toBe(400)
    expect(body.errors?.map(({ path }) => path).sort()).toEqual(['/colour', '/limit'])
  })
})

describe('changing', () => {
  test('merges key by key, counts the revision and says what waits for a restart', async () => {
    const { id } = await manager.echo()
    const change = { description: 'for the lab', limits: { maxConnections: 5 }, socket: { backlog: 7 } }
    const { status, headers, body } = await manager.call<Service>('PATCH', `/services/${id}`, change)
    expect(status).toBe(200)
    expect(headers.get('etag')).toBe('"2"')
    expect(body).toMatchObject({
      description: 'for the lab',
      limits: { maxConnections: 5, idleTimeoutMs: 300_000 },
      socket: { backlog: 7, noDelay: true },
      restartNeeded: ['socket'],
      startedWith: { socket: { backlog: 511, noDelay: true } },
      revision: 2,
      state: 'running',
    })
    const restarted = await manager.call<Service>('POST', `/services/${id}/restart`)
    expect(restarted.body).toMatchObject({ state: 'running', restartNeeded: [], startedWith: {} })
  })

  test('the contract marks the settings that wait for a restart', () => {
    const marked = Object.entries(ServiceInput.properties).filter(([, schema]) => 'x-needs-restart' in schema)
    expect(marked.map(([name]) => name).sort()).toEqual([...RESTART_FIELDS].sort())
  })

  test('of two changes made for the same revision only one wins', async () => {
    const { id } = await manager.echo({ desired: 'stopped' })
    const change = (description: string) =>
      manager.call('PATCH', `/services/${id}`, { description }, { 'if-match': '"1"' })
    const answers = await Promise.all([change('mine'), change('yours')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  test('an empty change, an unknown field and the name of another are refused', async () => {
    const { id } = await manager.echo({ desired: 'stopped' })
    await manager.echo({ name: 'other', desired: 'stopped' })
    expect((await manager.call('PATCH', `/services/${id}`, {})).status).toBe(400)
    expect((await manager.call('PATCH', `/services/${id}`, { protocol: 'time' })).status).toBe(400)
    expect((await manager.call('PATCH', `/services/${id}`, { name: 'other' })).body.code).toBe('name-taken')
    expect((await manager.call<Service>('GET', `/services/${id}`)).body).toMatchObject({
      name: 'echo-lab',
      revision: 1,
    })
  })
})

describe('starting and stopping', () => {
  test('a port that another service has is 409 and names the owner', async () => {
    const owner = await manager.echo()
    const listen = [{ transport: 'tcp', port: portOf(owner) } as const]
    const second = await manager.echo({ name: 'second', listen, desired: 'stopped' })
    const { status, body } = await manager.call('POST', `/services/${second.id}/start`)
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'address-in-use',
      address: { transport: 'tcp', host: '127.0.0.1', port: portOf(owner) },
      owner: { serviceId: owner.id, name: 'echo-lab' },
    })
    const after = await manager.call<Service>('GET', `/services/${second.id}`)
    expect(after.body).toMatchObject({ desired: 'running', state: 'failed' })
  })

  test('a stop waits for open connections until its deadline', async () => {
    const service = await manager.echo()
    const socket = await dial(service)
    await exchange(socket, 'hello')
    const { body } = await manager.call<Service>('POST', `/services/${service.id}/stop`, { drainMs: 0 })
    expect(body).toMatchObject({ desired: 'stopped', state: 'stopped', endpoints: [] })
    if (!socket.destroyed) await once(socket, 'close')
  })

  test('a stop without a body is a stop', async () => {
    const { id } = await manager.echo()
    expect((await manager.call<Service>('POST', `/services/${id}/stop`)).body.state).toBe('stopped')
    expect((await manager.call<Service>('POST', `/services/${id}/start`)).body.state).toBe('running')
  })
})

test('a deleted service is gone, its history stays', async () => {
  const service = await manager.echo()
  const late = await manager.call('DELETE', `/services/${service.id}`, undefined, { 'if-match': '"7"' })
  expect([late.status, late.body.code]).toEqual([412, 'precondition-failed'])
  expect((await manager.call('DELETE', `/services/${service.id}`)).status).toBe(204)
  expect((await manager.call('GET', `/services/${service.id}`)).status).toBe(404)
  const isComplete = (items: { type: string }[]) => items.some(({ type }) => type === 'service.deleted')
  const entries = await manager.journal(isComplete, `?service=${service.id}`)
  expect(entries.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['service.created', 'service.started', 'service.stopped', 'service.deleted']),
  )
})

test('what shall run runs again after a restart, with its settings', async () => {
  const before = await manager.echo({ tags: ['lab'] })
  await manager.echo({ name: 'idle', desired: 'stopped' })
  manager = await manager.restart()
  const services = await manager.eventually<Service>('/services', (all) =>
    all.some(({ state }) => state === 'running'),
  )
  expect(services.map(({ name, state, desired }) => [name, state, desired])).toEqual([
    ['idle', 'stopped', 'stopped'],
    ['echo-lab', 'running', 'running'],
  ])
  expect(services[1]).toMatchObject({
    id: before.id,
    tags: ['lab'],
    createdAt: before.createdAt,
    revision: 1,
  })
})
