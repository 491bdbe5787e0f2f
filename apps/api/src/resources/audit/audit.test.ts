import type { AuditEntry, Page, Service } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ECHO, NOBODY, portOf, TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterAll(() => manager.close())

async function audit(query = ''): Promise<AuditEntry[]> {
  return (await manager.call<Page<AuditEntry>>('GET', `/audit${query}`)).body.items
}

test('whoever changes a service is on record, with what it was before and is after', async () => {
  const { id } = await manager.echo({ name: 'lab', desired: 'stopped' })
  const secrets = [{ name: 'lab', secret: 'correct horse' }]
  const change = { limits: { maxConnections: 5 }, challenge: { secrets } }
  const { headers } = await manager.call('PATCH', `/services/${id}`, change)
  await manager.call('POST', `/services/${id}/start`)
  await manager.call('DELETE', `/services/${id}`)

  const entries = await audit(`?target=${id}`)
  expect(entries.map(({ action }) => action)).toEqual([
    'service.delete',
    'service.start',
    'service.update',
    'service.create',
  ])
  expect(entries[2]).toMatchObject({
    actor: { name: 'admin token', role: 'admin', method: 'token', userId: null, address: '127.0.0.1' },
    target: { id, name: 'lab' },
    requestId: headers.get('x-request-id'),
  })
  expect(entries[2]?.changes).toEqual(
    expect.arrayContaining([
      { field: 'limits.maxConnections', before: 1000, after: 5 },
      { field: 'challenge.secrets', before: null, after: ['lab'] },
    ]),
  )
  expect(entries[1]?.changes).toEqual([{ field: 'desired', before: 'stopped', after: 'running' }])
  expect(entries[0]?.changes).toContainEqual({ field: 'name', before: 'lab', after: null })
  expect(JSON.stringify(entries)).not.toContain('horse')
})

test('what was refused or only planned changes nothing and leaves nothing, a rejected sign-in does', async () => {
  const [newest] = await audit('?limit=1')
  await manager.call('POST', '/services', { name: 'x' })
  await manager.call('DELETE', '/services/svc_none')
  await manager.call('PUT', '/services:apply?dryRun=true', { services: [ECHO] })
  await manager.call('POST', '/connections:close', { filter: 'state:open', dryRun: true })
  await manager.call('POST', '/users', { username: 'Ida', password: 'a long enough one', role: 'viewer' })
  for (const username of ['ida', 'letmein2'])
    await manager.call('POST', '/session', { username, password: 'letmein1' }, NOBODY)
  const since = (await audit()).filter(({ seq }) => seq > (newest?.seq ?? 0))
  const rejected = { action: 'session.rejected', changes: [] }
  expect(since).toMatchObject([
    { ...rejected, actor: { name: null, role: null, method: null, address: '127.0.0.1' } },
    { ...rejected, actor: { name: 'Ida', role: null, method: null, address: '127.0.0.1' } },
    { action: 'user.create' },
  ])
  expect(JSON.stringify(since)).not.toContain('letmein')
})

test('a start that fails is on record, too: what was wanted stays wanted', async () => {
  const owner = await manager.echo({ name: 'owner' })
  const listen = [{ transport: 'tcp', port: portOf(owner) } as const]
  const rival = await manager.echo({ name: 'rival', listen, desired: 'stopped' })
  expect((await manager.call('POST', `/services/${rival.id}/start`)).status).toBe(409)
  expect((await manager.call('POST', '/services/svc_none/start')).status).toBe(404)
  expect((await audit('?action=service.start'))[0]).toMatchObject({
    target: { id: rival.id },
    changes: [
      { field: 'desired', before: 'stopped', after: 'running' },
      { field: 'problem', before: null, after: 'address-in-use' },
    ],
  })
})

test('a document of services is one entry that tells each of them', async () => {
  const document = (maxConnections: number) => ({
    services: [{ ...ECHO, name: 'doc', limits: { maxConnections } }],
  })
  await manager.call('PUT', '/services:apply', document(5))
  await manager.call('PUT', '/services:apply', document(9))
  const [second] = await audit('?action=services.apply')
  expect(second?.changes).toMatchObject([
    { field: 'doc.limits', before: { maxConnections: 5 }, after: { maxConnections: 9 } },
  ])
})

test('users, tokens and settings are no different, and passwords are never told', async () => {
  const password = 'seven green lanterns'
  const made = await manager.call<{ id: string }>('POST', '/users', {
    username: 'grace',
    password,
    role: 'viewer',
  })
  await manager.call('PATCH', `/users/${made.body.id}`, {
    role: 'operator',
    password: 'eight green lanterns',
  })
  await manager.call('PATCH', '/settings', { retention: { maxAgeDays: 90 } })
  const token = await manager.call<{ id: string; secret: string }>('POST', '/tokens', {
    name: 'ci',
    role: 'admin',
  })
  const bearer = { authorization: `Bearer ${token.body.secret}` }
  await manager.call<Service>('POST', '/services', { ...ECHO, name: 'by-token' }, bearer)
  await manager.call('DELETE', `/tokens/${token.body.id}`)

  const [changed] = await audit('?action=user.update')
  expect(changed?.changes).toEqual([
    { field: 'role', before: 'viewer', after: 'operator' },
    { field: 'password', before: '•••', after: '•••' },
  ])
  expect((await audit('?action=settings.update'))[0]?.changes).toEqual([
    { field: 'retention.maxAgeDays', before: null, after: 90 },
  ])
  const byToken = await audit(`?actor=${token.body.id}`)
  expect(byToken).toMatchObject([{ action: 'service.create', actor: { name: 'ci', tokenId: token.body.id } }])
  expect((await audit('?action=token.'))[0]).toMatchObject({ action: 'token.revoke', target: { name: 'ci' } })
  const all = JSON.stringify(await audit('?limit=500'))
  for (const secret of ['lanterns', token.body.secret]) expect(all).not.toContain(secret)
})

test('it is read page by page, by time, and exported; a wrong place is named', async () => {
  const all = await audit('?limit=500')
  const first = await manager.call<Page<AuditEntry>>('GET', '/audit?limit=2')
  const second = await audit(`?limit=2&before=${first.body.next}`)
  expect([...first.body.items, ...second]).toEqual(all.slice(0, 4))
  const middle = all[2]?.at ?? ''
  expect(await audit(`?limit=500&since=${middle}`)).toEqual(all.filter(({ at }) => at >= middle))
  expect(await audit(`?limit=500&until=${middle}`)).toEqual(all.filter(({ at }) => at < middle))

  const response = await manager.fetch('/api/v1/audit/export?action=service.')
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  const lines = (await response.text()).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as AuditEntry)).toEqual(
    all.filter(({ action }) => action.startsWith('service.')),
  )
  const wrong = await manager.call('GET', '/audit?before=x')
  expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([400, '/before'])
})
