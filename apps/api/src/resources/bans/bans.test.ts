import type {
  AccessTestResult,
  AuditEntry,
  Ban,
  JournalEntry,
  Page,
  Service,
  Settings,
  WatchedHosts,
} from '@switchboard/contract'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PASSWORD } from '../../testing-identity.ts'
import { dial, NOBODY, portOf, TestManager } from '../../testing.ts'

let manager: TestManager

beforeEach(async () => {
  manager = await TestManager.start({ variables: { SWITCHBOARD_TRUSTED_PROXIES: '127.0.0.1' } })
})
afterEach(() => manager.close())

const bans = async (query = '') => (await manager.call<Page<Ban>>('GET', `/bans${query}`)).body.items
const ban = <Answer = Ban>(network: string, more: Record<string, unknown> = {}) =>
  manager.call<Answer>('POST', '/bans', { network, ...more })
const defend = (defender: Partial<Settings['defender']>) =>
  manager.call<Settings>('PATCH', '/settings', { defender })
const entry = async (type: string): Promise<JournalEntry> => {
  const [found] = await manager.journal((all) => all.length > 0, `?filter=ev:${type}`)
  if (!found) throw new Error(`no ${type}`)
  return found
}

async function dialFrom(localAddress: string, service: Service): Promise<Socket> {
  const socket = connect({ port: portOf(service), host: '127.0.0.1', localAddress }).resume()
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Connects from there and answers the challenge wrongly. */
async function guess(localAddress: string, service: Service): Promise<void> {
  const socket = await dialFrom(localAddress, service)
  const closed = once(socket, 'close')
  socket.write(`${'0'.repeat(64)}\n`)
  await closed
}

describe('bans by hand', () => {
  test('are made, decide, are told and lifted', async () => {
    await defend({ safeList: [] })
    const service = await manager.echo()
    const caller = await dial(service)
    const closed = once(caller, 'close')
    const { status, body } = await ban('127.0.0.1', { minutes: 60, note: 'too loud' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...{ network: '127.0.0.1/32', state: 'active', reason: 'manual', score: null, events: {} },
      ...{ note: 'too loud', count: 1, createdBy: 'admin token', endedAt: null, endedBy: null },
    })
    expect(Date.parse(body.expiresAt ?? '') - Date.parse(body.createdAt)).toBe(3_600_000)
    expect(await bans()).toEqual([body])

    await closed
    await manager.connections(([one]) => one?.closeReason === 'killed')
    const access = { serviceId: service.id, address: '127.0.0.1' }
    expect((await manager.call<AccessTestResult>('POST', '/access:test', access)).body).toEqual({
      allowed: false,
      rule: { kind: 'ban', range: '127.0.0.1/32' },
    })
    expect(await entry('ban.added')).toMatchObject({
      ...{ serviceId: null, remoteAddress: '127.0.0.1', severity: 'warning' },
      detail: { banId: body.id, network: '127.0.0.1/32', reason: 'manual', by: 'admin token' },
    })
    expect((await ban<{ code: string }>('::ffff:127.0.0.1')).body.code).toBe('invalid-state')

    expect((await manager.call('DELETE', `/bans/${body.id}`)).status).toBe(204)
    expect(await entry('ban.lifted')).toMatchObject({ detail: { banId: body.id, by: 'admin token' } })
    expect((await manager.call('DELETE', `/bans/${body.id}`)).status).toBe(404)
    expect(await bans()).toEqual([])
    expect(await bans('?state=lifted')).toMatchObject([{ id: body.id, endedBy: 'admin token' }])
    const again = await dial(service)
    again.write('x')
    expect(String((await once(again, 'data'))[0])).toBe('x')
    again.destroy()
    const audit = (await manager.call<Page<AuditEntry>>('GET', '/audit?action=ban.')).body.items
    const target = { id: body.id, name: '127.0.0.1/32' }
    expect(audit).toMatchObject([
      { action: 'ban.lift', target },
      { action: 'ban.add', target },
    ])
  })

  test('name the field where they cannot be', async () => {
    const wrong = [
      ['localhost', 'it must be an address or a range'],
      ['10.0.0.0/33', 'it must be an address or a range'],
      ['10.0.0.0/8/8', 'it must be an address or a range'],
      ['0.0.0.0/0', 'at least /8 can be banned'],
      ['2001::/15', 'at least /16 can be banned'],
      ['127.0.0.1', 'is 127.0.0.1/32, which is never banned'],
    ] as const
    for (const [network, message] of wrong) {
      const { status, body } = await ban<{ errors: unknown }>(network)
      expect({ network, status, errors: body.errors }).toEqual({
        ...{ network, status: 400 },
        errors: [{ path: '/network', message: expect.stringContaining(message) as string }],
      })
    }
    const { body } = await manager.call('PATCH', '/settings', {
      defender: { safeList: ['10.0.0.0/8', 'home'], maxBanTimeMinutes: 5 },
    })
    expect(body.errors?.map(({ path }) => path)).toEqual([
      '/defender/safeList/1',
      '/defender/maxBanTimeMinutes',
    ])
  })

  test('outlive a restart, until their time is up', async () => {
    await ban('2001:db8::1/64')
    await ban('192.0.2.7', { minutes: 0.02 })
    await entry('ban.expired')
    await ban('192.0.2.7', { minutes: 0.02 })
    manager = await manager.restart()
    const expired = await manager.eventually<Ban>('/bans?state=expired', (all) => all.length === 2)
    expect(await bans()).toMatchObject([{ network: '2001:db8::/64', count: 1 }])
    expect(expired).toMatchObject([
      { network: '192.0.2.7/32', count: 2 },
      { network: '192.0.2.7/32', count: 1 },
    ])
    const { id } = await manager.echo()
    const access = { serviceId: id, address: '2001:db8::abcd' }
    expect((await manager.call<AccessTestResult>('POST', '/access:test', access)).body.allowed).toBe(false)
  })
})

describe('bans by score', () => {
  test('come at the threshold, leave others alone, end, and grow', async () => {
    await defend({ safeList: [], threshold: 6, banTimeMinutes: 0.03, banTimeIncrement: 100 })
    const service = await manager.echo({ challenge: { secrets: [{ name: 'lab', secret: 'correct horse' }] } })
    for (let tries = 0; tries < 2; tries++) await guess('127.0.0.2', service)
    await guess('127.0.0.3', service)
    const watched = () => manager.call<WatchedHosts>('GET', '/bans/hosts')
    await expect
      .poll(async () => (await watched()).body)
      .toMatchObject({
        items: [
          { network: '127.0.0.2/32', score: 4, events: { authRejected: 2 } },
          { network: '127.0.0.3/32', score: 2 },
        ],
        total: 2,
      })
    await guess('127.0.0.2', service)
    const first = await entry('ban.added')
    expect(first.detail).toMatchObject({
      ...{ network: '127.0.0.2/32', reason: 'score', score: 6, events: { authRejected: 3 }, count: 1 },
    })
    expect((await watched()).body.total).toBe(1)
    const refused = await dialFrom('127.0.0.2', service)
    await once(refused, 'close')
    expect(await entry('connection.refused')).toMatchObject({
      remoteAddress: '127.0.0.2',
      detail: { rule: 'ban', range: '127.0.0.2/32' },
    })
    const other = await dialFrom('127.0.0.3', service)
    expect(String((await once(other, 'data'))[0])).not.toBe('')
    other.destroy()

    await entry('ban.expired')
    for (let tries = 0; tries < 3; tries++) await guess('127.0.0.2', service)
    const [second] = await manager.eventually<Ban>('/bans', (all) => all.length > 0)
    expect(second).toMatchObject({ network: '127.0.0.2/32', count: 2 })
    const length = ({ createdAt, expiresAt }: Ban) => Date.parse(expiresAt ?? '') - Date.parse(createdAt)
    expect(second && length(second)).toBe(3600)
  })

  test('of sign-ins shut the door to passwords, and to nothing else', async () => {
    await defend({ threshold: 4 })
    await manager.call('POST', '/users', { username: 'ada', password: PASSWORD, role: 'admin' })
    const from = (address: string) => ({ ...NOBODY, 'x-forwarded-for': address })
    const signIn = (address: string, password: string) =>
      manager.call('POST', '/session', { username: 'ada', password }, from(address))
    const wrong = 'not her password'
    const before = await signIn('2001:db8::1', PASSWORD)
    const cookie = before.headers.getSetCookie().map((one) => one.split(';')[0])
    expect([before.status, (await signIn('2001:db8::2', wrong)).status]).toEqual([200, 401])
    expect((await signIn('2001:db8::3', wrong)).status).toBe(401)

    const refused = await signIn('2001:db8::4', PASSWORD)
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1700)
    expect((await signIn('2001:db9::1', PASSWORD)).status).toBe(200)
    const device = cookie.find((one) => one?.startsWith('switchboard_device=')) ?? ''
    const known = { ...from('2001:db8::4'), cookie: device }
    const input = { username: 'ada', password: PASSWORD }
    expect((await manager.call('POST', '/session', input, known)).status).toBe(200)
    const signedIn = { cookie: cookie.join('; '), 'x-forwarded-for': '2001:db8::1' }
    expect((await manager.call('GET', '/session', undefined, signedIn)).status).toBe(200)
    const token = { authorization: `Bearer ${manager.token}`, 'x-forwarded-for': '2001:db8::1' }
    expect((await manager.call('GET', '/session', undefined, token)).status).toBe(200)
    const byToken = { token: manager.token }
    expect((await manager.call('POST', '/session', byToken, from('2001:db8::1'))).status).toBe(200)
    expect(await bans()).toMatchObject([{ network: '2001:db8::/64', events: { loginRejected: 2 } }])
  })

  test('are never of what the safe list has, and loopback may always sign in', async () => {
    await defend({ threshold: 2, safeList: ['127.0.0.0/8', '10.0.0.0/8'] })
    const service = await manager.echo({ challenge: { secrets: [{ name: 'lab', secret: 'correct horse' }] } })
    await guess('127.0.0.2', service)
    await guess('127.0.0.2', service)
    await manager.journal((all) => all.length === 2, '?filter=ev:auth.rejected')
    expect(await bans()).toEqual([])
    await defend({ safeList: [] })
    expect((await ban('127.0.0.0/8')).status).toBe(201)
    expect(
      (await manager.call('POST', '/session', { username: 'ada', password: PASSWORD }, NOBODY)).status,
    ).toBe(401)
  })
})
