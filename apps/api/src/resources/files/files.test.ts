import { createHash } from 'node:crypto'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { File, FileCheck, FileUsage, JournalEntry, Page } from '@switchboard/contract'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { FileClient, fileService, filesOf } from '../../testing-files.ts'
import { TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

async function uploaded(name: string, content: string): Promise<File> {
  const client = await FileClient.connect(await fileService(manager))
  expect(await client.upload(name, content)).toMatchObject({ status: 'ok' })
  client.socket.end()
  const [file] = await filesOf(manager)
  if (!file) throw new Error('The file is not listed.')
  return file
}

const content = (id: string, headers: Record<string, string> = {}, method = 'GET') =>
  manager.fetch(`/api/v1/files/${id}/content`, { headers, method })

test('an acknowledged file is listed with all there is to know, and its disk name is random', async () => {
  const file = await uploaded('hello.txt', 'hello')
  const [service] = (await manager.call<Page<{ id: string }>>('GET', '/services')).body.items
  expect(file).toEqual({
    id: expect.stringMatching(/^fil_/),
    serviceId: service?.id,
    serviceName: 'drop-box',
    connectionId: expect.any(String),
    name: 'hello.txt',
    bytes: 5,
    sha256: sha256('hello'),
    receivedAt: expect.any(String),
    remoteAddress: '127.0.0.1',
  })
  expect((await manager.call<File>('GET', `/files/${file.id}`)).body).toEqual(file)
  const names = await readdir(join(manager.dataDir, 'files'))
  expect(names.toSorted()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'partial'])
  expect((await stat(join(manager.dataDir, 'files'))).mode & 0o777).toBe(0o700)
})

test('content comes back to be saved, never to be run', async () => {
  const { id } = await uploaded('<img src=x>.html', '<script>')
  const response = await content(id)
  expect(await response.text()).toBe('<script>')
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="<img src=x>.html"',
    'content-length': '8',
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    etag: `"${sha256('<script>')}"`,
  })
})

test.each([
  ['bytes=0-0', 206, 'h', 'bytes 0-0/11'],
  ['bytes=6-', 206, 'world', 'bytes 6-10/11'],
  ['bytes=-5', 206, 'world', 'bytes 6-10/11'],
  ['bytes=6-99', 206, 'world', 'bytes 6-10/11'],
  ['bytes=11-', 416, null, 'bytes */11'],
  ['bytes=0-1,3-4', 200, 'hello world', null],
  ['lines=1-2', 200, 'hello world', null],
  ['bytes=x', 200, 'hello world', null],
])('Range %s is %i', async (range, status, text, contentRange) => {
  const { id } = await uploaded('a', 'hello world')
  const response = await content(id, { range })
  expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange])
  const body = await response.text()
  if (text === null) expect(JSON.parse(body)).toMatchObject({ code: 'range-not-satisfiable' })
  else expect(body).toBe(text)
})

test('the ETag decides about ranges and repeated downloads; HEAD sends nothing', async () => {
  const { id, sha256: digest } = await uploaded('a', 'hello world')
  const fresh = await content(id, { range: 'bytes=0-0', 'if-range': `"${digest}"` })
  expect([fresh.status, await fresh.text()]).toEqual([206, 'h'])
  const stale = await content(id, { range: 'bytes=0-0', 'if-range': '"other"' })
  expect([stale.status, await stale.text()]).toEqual([200, 'hello world'])
  expect((await content(id, { 'if-none-match': `W/"${digest}"` })).status).toBe(304)
  const head = await content(id, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '11', ''])
})

test('an empty file is a file', async () => {
  const { id, bytes } = await uploaded('empty', '')
  const response = await content(id)
  expect([bytes, response.status, await response.text()]).toEqual([0, 200, ''])
})

test('a deleted file is gone from list and disk, and its room is free', async () => {
  const service = await fileService(manager, { maxTotalBytes: 5 })
  const client = await FileClient.connect(service)
  await client.upload('a', 'hello')
  const [file] = await filesOf(manager)
  expect((await manager.call('DELETE', `/files/${file?.id}`)).status).toBe(204)
  expect(await filesOf(manager)).toEqual([])
  expect(await readdir(join(manager.dataDir, 'files'))).toEqual(['partial'])
  for (const path of [`/files/${file?.id}`, `/files/${file?.id}/content`])
    expect((await manager.call('GET', path)).body.code).toBe('not-found')
  expect((await manager.call('DELETE', `/files/${file?.id}`)).body.code).toBe('not-found')
  expect(await client.upload('b', 'world')).toMatchObject({ status: 'ok' })
})

test('lists page by page and by service; files outlive their service and can be deleted then', async () => {
  const one = await fileService(manager, {}, { name: 'one' })
  const two = await fileService(manager, {}, { name: 'two' })
  for (const [service, name] of [
    [one, 'a'],
    [two, 'b'],
    [one, 'c'],
  ] as const) {
    const client = await FileClient.connect(service)
    await client.upload(name, name)
    client.socket.end()
  }
  const first = await manager.call<Page<File>>('GET', '/files?limit=2')
  expect(first.body.items.map(({ name }) => name)).toEqual(['c', 'b'])
  const rest = await manager.call<Page<File>>('GET', `/files?limit=2&before=${first.body.next}`)
  expect([rest.body.items.map(({ name }) => name), rest.body.next]).toEqual([['a'], null])
  await manager.call('DELETE', `/services/${one.id}`)
  const left = await filesOf(manager, `?service=${one.id}`)
  expect(left.map(({ name, serviceName }) => [name, serviceName])).toEqual([
    ['c', 'one'],
    ['a', 'one'],
  ])
  for (const { id } of left) expect((await manager.call('DELETE', `/files/${id}`)).status).toBe(204)
})

test('a file that somebody removed from the disk says so', async () => {
  const { id } = await uploaded('a', 'hello')
  const folder = join(manager.dataDir, 'files')
  for (const name of await readdir(folder)) if (name !== 'partial') await rm(join(folder, name))
  const { status, body } = await manager.call('GET', `/files/${id}/content`)
  expect([status, body.code]).toEqual([404, 'not-found'])
  expect(body.detail).toContain('not on the disk')
})

test('lists in any order, and what passes a filter, page by page', async () => {
  const client = await FileClient.connect(await fileService(manager))
  for (const [name, size] of [
    ['a.csv', 5],
    ['b.txt', 900],
    ['c.csv', 70],
    ['d.csv', 70],
  ] as const)
    expect(await client.upload(name, 'x'.repeat(size))).toMatchObject({ status: 'ok' })
  client.socket.end()
  const names = async (query: string) => {
    const found: string[] = []
    for (let before = ''; ;) {
      const path = `/files?limit=2&${query}${before}`
      const { body } = await manager.call<Page<File>>('GET', path)
      found.push(...body.items.map(({ name }) => name))
      if (body.next === null) return found.join(' ')
      before = `&before=${encodeURIComponent(body.next)}`
    }
  }
  expect(await names('')).toBe('d.csv c.csv b.txt a.csv')
  expect(await names('sort=receivedAt')).toBe('a.csv b.txt c.csv d.csv')
  expect(await names('sort=-bytes')).toBe('b.txt d.csv c.csv a.csv')
  expect(await names('sort=name')).toBe('a.csv b.txt c.csv d.csv')
  expect(await names('sort=-service&filter=svc:drop-*')).toBe('d.csv c.csv b.txt a.csv')
  expect(await names(`filter=${encodeURIComponent('file:*.csv bytes>10 last:1h peer:127.0.0.1')}`)).toBe(
    'd.csv c.csv',
  )
  expect(await names('sort=name&filter=txt')).toBe('b.txt')
  const odd = await manager.call('GET', '/files?sort=name&before=nonsense')
  expect([odd.status, odd.body.errors?.[0]?.path]).toEqual([400, '/before'])
  const wrong = await manager.call('GET', '/files?filter=dir:in')
  expect(wrong.body.detail).toContain('dir is a field of the journal, not of files')
})

test('usage counts what files of a service take, also when it is gone', async () => {
  const { serviceId } = await uploaded('hello.txt', 'hello')
  const usage = async () => (await manager.call<FileUsage>('GET', '/files/usage')).body.services
  expect(await usage()).toEqual([
    expect.objectContaining({ serviceId, serviceName: 'drop-box', files: 1, bytes: 5, maxFiles: 10_000 }),
  ])
  await manager.call('POST', `/services/${serviceId}/stop`, { drainMs: 0 })
  expect((await manager.call('DELETE', `/services/${serviceId}`)).status).toBe(204)
  expect(await usage()).toEqual([
    { serviceId, serviceName: null, files: 1, bytes: 5, maxTotalBytes: null, maxFiles: null },
  ])
})

test('a check hashes the file on the disk again; what does not fit is in the journal', async () => {
  const file = await uploaded('hello.txt', 'hello')
  const check = async () => {
    const response = await manager.fetch(`/api/v1/files/${file.id}/verify`, { method: 'POST' })
    const lines = (await response.text()).trimEnd().split('\n')
    return JSON.parse(lines.at(-1) ?? '') as FileCheck
  }
  expect(await check()).toEqual({ bytes: 5, sha256: sha256('hello'), matches: true })
  const [disk = ''] = await readdir(join(manager.dataDir, 'files'))
  await writeFile(join(manager.dataDir, 'files', disk), 'hallo')
  expect(await check()).toEqual({ bytes: 5, sha256: sha256('hallo'), matches: false })
  const damaged = await manager.eventually<JournalEntry>(
    '/journal?filter=ev:file.damaged',
    ({ length }) => length > 0,
  )
  expect(damaged[0]).toMatchObject({
    ...{ severity: 'error', serviceId: file.serviceId, connectionId: file.connectionId },
    detail: { fileId: file.id, name: 'hello.txt', sha256: sha256('hello'), foundSha256: sha256('hallo') },
  })
  await rm(join(manager.dataDir, 'files', disk))
  const gone = await manager.call('POST', `/files/${file.id}/verify`)
  expect([gone.status, gone.body.code]).toEqual([404, 'not-found'])
  expect((await manager.call('POST', '/files/unheard-of/verify')).status).toBe(404)
})
