import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { ApplyInput, ApplyPlan, Page, Problem, Service, ServiceInput } from '@switchboard/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dial, ECHO, exchange, portOf, TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => apply([], true))
afterAll(() => manager.close())

const put = <Answer = ApplyPlan>(input: ApplyInput, query = '') =>
  manager.call<Answer>('PUT', `/services:apply${query}`, input)

async function apply(services: ServiceInput[], prune = false): Promise<ApplyPlan> {
  const { status, body } = await put({ services, prune })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

const told = ({ changes }: ApplyPlan) => changes.map(({ action, name, fields }) => [action, name, ...fields])

async function services(): Promise<Map<string, Service>> {
  const { body } = await manager.call<Page<Service>>('GET', '/services')
  return new Map(body.items.map((service) => [service.name, service]))
}

async function service(name: string): Promise<Service> {
  const found = (await services()).get(name)
  if (!found) throw new Error(`no ${name}`)
  return found
}

const echo = (name: string, settings: Partial<ServiceInput> = {}): ServiceInput => ({
  ...ECHO,
  name,
  desired: 'running',
  ...settings,
})
const onPort = (port: number): Partial<ServiceInput> => ({ listen: [{ transport: 'tcp', port }] })

/** A port of this machine that is taken until `free` is called. */
async function heldPort(): Promise<{ port: number; free: () => Promise<unknown> }> {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  return {
    port: (holder.address() as AddressInfo).port,
    free: () => once(holder.close(), 'close'),
  }
}

async function freePort(): Promise<number> {
  const { port, free } = await heldPort()
  await free()
  return port
}

describe('a document', () => {
  const WISHED: ServiceInput[] = [
    echo('gate', {
      limits: { maxConnections: 5 },
      tags: ['lab'],
      challenge: { secrets: [{ name: 'lab', secret: 'correct horse' }] },
    }),
    {
      name: 'clock',
      protocol: 'daytime',
      listen: [
        { transport: 'udp', port: 0 },
        { transport: 'tcp', port: 0 },
      ],
    },
    echo('wide', { engines: 'all', options: {} }),
  ]

  test('makes its services, and a second time nothing', async () => {
    const first = await apply(WISHED)
    expect(told(first)).toEqual([
      ['create', 'gate'],
      ['create', 'clock'],
      ['create', 'wide'],
    ])
    expect(first).toMatchObject({ failed: 0, dryRun: false })
    const made = await services()
    expect([...made.values()].map(({ name, state }) => [name, state])).toEqual(
      expect.arrayContaining([
        ['gate', 'running'],
        ['clock', 'stopped'],
        ['wide', 'running'],
      ]),
    )
    expect(first.changes.map(({ id }) => id)).toEqual(WISHED.map(({ name }) => made.get(name)?.id))

    await manager.call('POST', `/services/${made.get('clock')?.id}/start`)
    const again = await apply(WISHED)
    expect(told(again)).toEqual(WISHED.map(({ name }) => ['unchanged', name]))
    for (const { name, revision, state, endpoints } of (await services()).values()) {
      expect([name, revision, state]).toEqual([name, 1, 'running'])
      if (name !== 'clock') expect(endpoints).toEqual(made.get(name)?.endpoints)
    }
  })

  test('only plans with dryRun', async () => {
    const { body } = await put({ services: WISHED }, '?dryRun=true')
    expect(body.dryRun).toBe(true)
    expect(body.changes.map(({ action, id }) => [action, id])).toEqual(WISHED.map(() => ['create', null]))
    expect((await services()).size).toBe(0)
    await apply(WISHED)
    const emptied = await put({ services: [], prune: true }, '?dryRun=true')
    expect(emptied.body.changes.map(({ action }) => action)).toEqual(['delete', 'delete', 'delete'])
    expect((await services()).size).toBe(3)
  })

  test('given twice at once is done once', async () => {
    const plans = await Promise.all([apply(WISHED), apply(WISHED)])
    expect(plans.map(({ changes }) => changes.map(({ action }) => action))).toEqual([
      ['create', 'create', 'create'],
      ['unchanged', 'unchanged', 'unchanged'],
    ])
    expect(new Set(plans.flatMap(({ changes }) => changes.map(({ id }) => id))).size).toBe(3)
  })
})

describe('changes', () => {
  test('are told field by field, and what is left out gets its default', async () => {
    await apply([echo('lab', { limits: { maxConnections: 5 }, tags: ['a'], drainTimeoutMs: 0 })])
    const client = await dial(await service('lab'))
    const plan = await apply([echo('lab', { limits: { idleTimeoutMs: 60_000 }, description: 'new' })])
    expect(plan.changes).toEqual([
      {
        action: 'update',
        name: 'lab',
        id: (await service('lab')).id,
        fields: expect.arrayContaining([
          ...['limits.maxConnections', 'limits.idleTimeoutMs', 'tags', 'description', 'drainTimeoutMs'],
        ]),
        restarts: false,
      },
    ])
    expect(plan.changes[0]?.fields).toHaveLength(5)
    expect(await service('lab')).toMatchObject({
      ...{ revision: 2, description: 'new', tags: [], drainTimeoutMs: 10_000, restartNeeded: [] },
      limits: { maxConnections: 1000, idleTimeoutMs: 60_000 },
    })
    expect(await exchange(client, 'still here')).toBe('still here')
    client.destroy()
  })

  test('of addresses take effect at once, also where two services swap theirs', async () => {
    const [one, two] = [await freePort(), await freePort()]
    await apply([echo('a', onPort(one)), echo('b', onPort(two))])
    const plan = await apply([echo('a', onPort(two)), echo('b', onPort(one))])
    expect(plan.changes.map(({ fields, restarts }) => [fields, restarts])).toEqual([
      [['listen'], true],
      [['listen'], true],
    ])
    expect(plan.failed).toBe(0)
    expect([portOf(await service('a')), portOf(await service('b'))]).toEqual([two, one])
  })

  test('delete with prune only, and what is deleted frees its address', async () => {
    const port = await freePort()
    await apply([echo('old', onPort(port)), echo('other')])
    expect(told(await apply([echo('other')]))).toEqual([['unchanged', 'other']])
    const plan = await apply([echo('new', onPort(port))], true)
    expect(told(plan)).toEqual([
      ['create', 'new'],
      ['delete', 'other'],
      ['delete', 'old'],
    ])
    expect(plan.failed).toBe(0)
    expect([...(await services()).values()].map(({ name, state }) => [name, state])).toEqual([
      ['new', 'running'],
    ])
  })

  test('start and stop, where the document says so', async () => {
    await apply([echo('lab')])
    expect(told(await apply([echo('lab', { desired: 'stopped' })]))).toEqual([['update', 'lab', 'desired']])
    expect(await service('lab')).toMatchObject({ desired: 'stopped', state: 'stopped' })
    await apply([echo('lab')])
    expect(await service('lab')).toMatchObject({ desired: 'running', state: 'running' })
  })

  test('of a secret are told, the secret never', async () => {
    const gate = (secret: string | null) =>
      echo('gate', { challenge: { secrets: [{ name: 'lab', secret }], timeoutMs: 500 } })
    await apply([gate('correct horse')])
    expect(told(await apply([gate('correct horse')]))).toEqual([['unchanged', 'gate']])
    expect(told(await apply([gate(null)]))).toEqual([['unchanged', 'gate']])
    const other = await put({ services: [gate('battery staple')] })
    expect(told(other.body)).toEqual([['update', 'gate', 'challenge.secrets']])
    expect(JSON.stringify(other.body)).not.toContain('staple')
    expect(told(await apply([gate('battery staple')]))).toEqual([['unchanged', 'gate']])
    expect(told(await apply([echo('gate')]))).toEqual([['update', 'gate', 'challenge']])
    expect((await service('gate')).challenge).toBeNull()
  })
})

test('what is wrong is told by its place in the document, and nothing is done', async () => {
  await apply([echo('clock'), echo('gate')])
  const wrong = await put<Problem>({
    prune: true,
    services: [
      { name: 'clock', protocol: 'daytime', listen: [{ transport: 'tcp', port: 0 }] },
      echo('first', onPort(7007)),
      echo('first', { listen: [{ transport: 'tcp', host: '0.0.0.0', port: 7007 }] }),
      echo('third', { protocol: 'gopher' }),
      echo('fourth', { options: { volume: 11 } }),
      echo('fifth', { challenge: { secrets: [{ name: 'lab', secret: null }] } }),
      echo('sixth', { engines: 'all', limits: { maxConnections: 5 } }),
      echo('waits', { ...onPort(7007), desired: 'stopped' }),
    ],
  })
  expect([wrong.status, wrong.body.code]).toEqual([400, 'validation-failed'])
  const errors = new Map(wrong.body.errors?.map(({ path, message }) => [path, message]))
  expect([...errors.keys()].sort()).toEqual([
    '/services/0/protocol',
    '/services/2/listen/0',
    '/services/2/name',
    '/services/3/protocol',
    '/services/4/options/volume',
    '/services/5/challenge/secrets/0/secret',
    '/services/6/limits/maxConnections',
  ])
  expect(errors.get('/services/0/protocol')).toContain(
    'give this one another name, or delete the other first',
  )
  const shape = await put<Problem>({ services: [echo('a'), echo('b', { limits: { maxConnections: 0 } })] })
  expect(shape.body.errors?.map(({ path }) => path)).toEqual(['/services/1/limits/maxConnections'])
  expect([...(await services()).keys()].sort()).toEqual(['clock', 'gate'])
})

test('what fails on the way is told by its change, and the rest goes on', async () => {
  const { port, free } = await heldPort()
  const plan = await apply([echo('blocked', onPort(port)), echo('fine')])
  expect(plan.failed).toBe(1)
  expect(plan.changes.map(({ name, error }) => [name, error?.code])).toEqual([
    ['blocked', 'address-in-use'],
    ['fine', undefined],
  ])
  expect(plan.changes[0]?.error).toMatchObject({ status: 409, address: { port } })
  expect((await service('blocked')).state).toBe('failed')
  expect((await service('fine')).state).toBe('running')
  expect((await apply([echo('blocked', onPort(port)), echo('fine')])).failed).toBe(1)
  await free()
  expect(told(await apply([echo('blocked', onPort(port)), echo('fine')]))).toEqual([
    ['unchanged', 'blocked'],
    ['unchanged', 'fine'],
  ])
  expect((await service('blocked')).state).toBe('running')
})
