import { createHash, randomBytes } from 'node:crypto'
import { readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection, File, JournalEntry, Service } from '@switchboard/contract'
import { HOSTILE_NAMES } from '@switchboard/protocols/hostile-names'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { FileClient, fileService, filesOf } from '../../testing-files.ts'
import { TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex')
const partial = () => readdir(join(manager.dataDir, 'files/partial'))
const whole = async () => (await readdir(join(manager.dataDir, 'files'))).filter((name) => name !== 'partial')

async function content(file: File | undefined): Promise<string> {
  return (await manager.fetch(`/api/v1/files/${file?.id}/content`)).text()
}

/** A client in the midst of an upload: `sent` of `size` bytes have reached the disk or are on their way. */
async function halfway(client: FileClient, name: string, size: number, sent: Buffer): Promise<Connection> {
  client.header({ file_name: name, file_size: size })
  client.socket.write(sent)
  const isHalfway = (items: Connection[]) => items.some(({ transfer }) => transfer?.bytes === sent.length)
  const [connection] = await manager.connections(isHalfway, '?state=open')
  if (!connection) throw new Error('The connection is not listed.')
  return connection
}

describe('the 43 hostile names', () => {
  test('uploaded, listed, downloaded and saved: nothing leaves the folder', async () => {
    const service = await fileService(manager)
    for (const { name, isTaken } of HOSTILE_NAMES) {
      const client = await FileClient.connect(service)
      const reply = await client.upload(name, name.slice(0, 100).toWellFormed())
      expect(reply, JSON.stringify(name)).toMatchObject(
        isTaken ? { status: 'ok' } : { code: 'name-not-allowed' },
      )
      client.socket.destroy()
    }
    const taken = HOSTILE_NAMES.filter(({ isTaken }) => isTaken).map(({ name }) => name)
    const files = (await filesOf(manager, '?limit=100')).toReversed()
    expect(files.map(({ name }) => name)).toEqual(taken)
    for (const file of files) {
      const response = await manager.fetch(`/api/v1/files/${file.id}/content`)
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename[*]?=[\x20-\x7e]+$/)
      expect(await response.text()).toBe(file.name)
    }
    expect(await whole()).toHaveLength(taken.length)
    for (const diskName of await whole()) expect(diskName).toMatch(/^[0-9a-f-]{36}$/)
    expect((await readdir(manager.dataDir)).toSorted()).toEqual(
      expect.arrayContaining(['files', 'manager.lock', 'sockets', 'switchboard.db']),
    )
  })

  test('asked for by download, stat and REST: refused or not found, and the conversation goes on', async () => {
    const client = await FileClient.connect(await fileService(manager))
    for (const { name } of HOSTILE_NAMES.filter(({ isTaken }) => isTaken)) {
      client.header({ op: 'download', file_name: name })
      expect(await client.reply(), JSON.stringify(name)).toMatchObject({ code: 'not-found' })
      client.header({ op: 'stat', file_name: name })
      expect(await client.reply()).toEqual({ status: 'ok', received: 0 })
    }
    for (const { name } of HOSTILE_NAMES.filter(
      ({ name }) => name !== '' && name !== '.' && name.isWellFormed(),
    )) {
      const { status } = await manager.call('GET', `/files/${encodeURIComponent(name)}/content`)
      expect([404, 414, 400], JSON.stringify(name)).toContain(status)
    }
  })
})

describe('many at once', () => {
  test('100 uploads of one name are 100 files, none mixed up', async () => {
    const service = await fileService(manager)
    const contents = Array.from({ length: 100 }, (_, index) => randomBytes(20_000 + index))
    const replies = await Promise.all(
      contents.map(async (bytes) => {
        const client = await FileClient.connect(service)
        const reply = await client.upload('same.bin', bytes)
        client.socket.end()
        return reply
      }),
    )
    expect(replies.map((reply) => reply['sha256'])).toEqual(contents.map(sha256))
    const files = await filesOf(manager, '?limit=500')
    expect(files.map((file) => file.sha256).toSorted()).toEqual(contents.map(sha256).toSorted())
    for (const file of files.slice(0, 10)) expect(sha256(Buffer.from(await bytesOf(file)))).toBe(file.sha256)
    expect(await partial()).toEqual([])
  })

  test('50 racing clients never exceed the quota, to the byte, and it can be used up', async () => {
    const service = await fileService(manager, { maxTotalBytes: 10_000 })
    const replies = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const client = await FileClient.connect(service)
        return client.upload(`f${index}`, 'x'.repeat(999))
      }),
    )
    expect(replies.filter(({ status }) => status === 'ok')).toHaveLength(10)
    expect(replies.filter(({ code }) => code === 'quota-reached')).toHaveLength(40)
    const client = await FileClient.connect(service)
    expect(await client.upload('rest', 'x'.repeat(10))).toMatchObject({ status: 'ok' })
    expect(await client.upload('more', 'x')).toMatchObject({ code: 'quota-reached' })
    const total = (await filesOf(manager)).reduce((sum, { bytes }) => sum + bytes, 0)
    expect(total).toBe(10_000)
  })

  test('the number of files has a quota, too: empty ones cost no bytes', async () => {
    const client = await FileClient.connect(await fileService(manager, { maxFiles: 2 }))
    for (const name of ['a', 'b']) expect(await client.upload(name, '')).toMatchObject({ status: 'ok' })
    expect(await client.upload('c', '')).toMatchObject({ code: 'quota-reached' })
  })
})

async function bytesOf(file: File): Promise<ArrayBuffer> {
  return (await manager.fetch(`/api/v1/files/${file.id}/content`)).arrayBuffer()
}

describe('a name that exists', () => {
  test('replace keeps the new one and frees the old one', async () => {
    const client = await FileClient.connect(
      await fileService(manager, { onExisting: 'replace', maxTotalBytes: 10 }),
    )
    for (const text of ['one', 'two', 'three']) await client.upload('a', text)
    const files = await filesOf(manager)
    expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([['a', 5]])
    expect([await content(files[0]), (await whole()).length]).toEqual(['three', 1])
    expect(await client.upload('b', 'four')).toMatchObject({ status: 'ok' })
  })

  test('refuse keeps the old one, also when both are on their way at once', async () => {
    const service = await fileService(manager, { onExisting: 'refuse' })
    const [first, second] = [await FileClient.connect(service), await FileClient.connect(service)]
    await halfway(first, 'a', 6, Buffer.from('fir'))
    expect(await second.upload('a', 'second')).toMatchObject({ status: 'ok' })
    first.socket.write('st!')
    expect(await first.reply()).toMatchObject({ status: 'error', code: 'file-exists' })
    const third = await FileClient.connect(service)
    expect(await third.upload('a', 'third')).toMatchObject({ code: 'file-exists' })
    expect(await content((await filesOf(manager))[0])).toBe('second')
    expect([(await whole()).length, await partial()]).toEqual([1, []])
  })

  test('version keeps both, and download gives the newest', async () => {
    const client = await FileClient.connect(await fileService(manager))
    await client.upload('a', 'one')
    await client.upload('a', 'two')
    client.header({ op: 'download', file_name: 'a' })
    expect(await client.reply()).toMatchObject({ file_size: 3, sha256: sha256('two') })
    expect(String(await client.bytes(3))).toBe('two')
    client.header({ op: 'list' })
    const listed = [{ file_name: 'a', file_size: 3, sha256: sha256('two') }]
    expect(await client.reply()).toEqual({ status: 'ok', files: listed })
    expect(await filesOf(manager)).toHaveLength(2)
  })
})

describe('an upload that breaks off', () => {
  test('leaves nothing, frees its room, and is told in the journal', async () => {
    const service = await fileService(manager, { maxTotalBytes: 10 })
    const client = await FileClient.connect(service)
    const { id, transfer } = await halfway(client, 'a', 10, Buffer.from('hello'))
    expect(transfer).toEqual({ name: 'a', direction: 'in', bytes: 5, expectedBytes: 10 })
    expect(await partial()).toHaveLength(1)
    client.socket.resetAndDestroy()
    const isTold = (items: JournalEntry[]) => items.some(({ type }) => type === 'file.rejected')
    const told = await manager.journal(isTold, `?service=${service.id}`)
    const entry = told.find(({ type }) => type === 'file.rejected')
    expect(entry?.detail).toMatchObject({ name: 'a', reason: 'connection-lost', expectedBytes: 10 })
    expect(entry?.connectionId).toBe(id)
    expect([await partial(), await filesOf(manager)]).toEqual([[], []])
    const next = await FileClient.connect(service)
    expect(await next.upload('b', 'x'.repeat(10))).toMatchObject({ status: 'ok' })
  })

  test('can be continued where parts are kept: after a reset, and after a new start', async () => {
    const service = await fileService(manager, { keepPartialHours: 1, maxTotalBytes: 10 })
    const text = 'helloworld'
    const first = await FileClient.connect(service)
    await halfway(first, 'a', 10, Buffer.from('hel'))
    first.socket.resetAndDestroy()
    await kept(await FileClient.connect(service), 3)

    const second = await FileClient.connect(service)
    second.header({ file_name: 'a', file_size: 10, offset: 3 })
    second.socket.write('low')
    await manager.connections((items) => items.some(({ transfer }) => transfer?.bytes === 6), '?state=open')
    manager = await manager.restart()
    const isBack = (all: Service[]) => all.some(({ state }) => state === 'running')
    const [again = service] = await manager.eventually<Service>('/services', isBack)
    const third = await FileClient.connect(again)
    await kept(third, 6)
    expect(await third.upload('a', text, { offset: 5 })).toMatchObject({ code: 'offset-wrong' })
    const fourth = await FileClient.connect(again)
    expect(await fourth.upload('b', 'x'.repeat(5))).toMatchObject({ code: 'quota-reached' })
    const fifth = await FileClient.connect(again)
    const reply = await fifth.upload('a', text, { offset: 6, sha256: sha256(text) })
    expect(reply).toMatchObject({ status: 'ok', sha256: sha256(text) })
    expect([await content((await filesOf(manager))[0]), await partial()]).toEqual([text, []])
  })

  async function kept(client: FileClient, received: number): Promise<void> {
    await expect
      .poll(async () => {
        client.header({ op: 'stat', file_name: 'a' })
        return client.reply()
      })
      .toEqual({ status: 'ok', received })
  }

  test('by the loss of its engine leaves nothing and frees its room', async () => {
    const service = await fileService(manager, { maxTotalBytes: 10 })
    await halfway(await FileClient.connect(service), 'a', 10, Buffer.from('hello'))
    const [engine] = manager.app.manager.engines()
    process.kill(engine?.pid ?? 0, 'SIGKILL')
    await expect.poll(partial).toEqual([])
    const isBack = (items: JournalEntry[]) => items.some(({ type }) => type === 'service.restarted')
    await manager.journal(isBack, `?service=${service.id}`)
    const client = await FileClient.connect(service)
    expect(await client.upload('b', 'x'.repeat(10))).toMatchObject({ status: 'ok' })
  })

  test('by a stop of the service leaves nothing', async () => {
    const service = await fileService(manager)
    await halfway(await FileClient.connect(service), 'a', 10, Buffer.from('hello'))
    await manager.call('POST', `/services/${service.id}/stop`, { drainMs: 0 })
    await expect.poll(partial).toEqual([])
    expect(await filesOf(manager)).toEqual([])
  })
})

test('what lies about unfinished is removed at the start; what does not fit the record is left', async () => {
  const client = await FileClient.connect(await fileService(manager))
  await client.upload('a', 'hello')
  await writeFile(join(manager.dataDir, 'files/partial/stray'), 'x')
  const unrecorded = join(manager.dataDir, 'files/unrecorded')
  await writeFile(unrecorded, 'x')
  onTestFinished(() => rm(unrecorded))
  manager = await manager.restart()
  expect([await partial(), (await whole()).length]).toEqual([[], 2])
  expect(await content((await filesOf(manager))[0])).toBe('hello')
})

test('a link put in the place of an unfinished file is not published', async () => {
  const service = await fileService(manager)
  const client = await FileClient.connect(service)
  await halfway(client, 'a', 10, Buffer.from('hello'))
  const [name = ''] = await partial()
  const path = join(manager.dataDir, 'files/partial', name)
  const secret = join(manager.dataDir, 'secret')
  await writeFile(secret, '0123456789')
  await rename(path, `${path}.moved`)
  onTestFinished(() => rm(`${path}.moved`))
  await symlink(secret, path)
  client.socket.write('world')
  expect(await client.reply()).toMatchObject({ status: 'error', code: 'disk-failed' })
  expect([await filesOf(manager), await whole()]).toEqual([[], []])
  expect((await stat(secret)).size).toBe(10)
})

test('the journal tells of files received and sent', async () => {
  const service = await fileService(manager)
  const client = await FileClient.connect(service)
  await client.upload('a', 'hello')
  client.header({ op: 'download', file_name: 'a', offset: 1 })
  await client.reply()
  await client.bytes(4)
  client.socket.end()
  const isOver = (items: JournalEntry[]) => items.some(({ type }) => type === 'connection.closed')
  const entries = await manager.journal(isOver, `?service=${service.id}`)
  const told = entries.filter(({ type }) => type.startsWith('file.')).toReversed()
  const [file] = await filesOf(manager)
  expect(told.map(({ type, detail }) => [type, detail])).toEqual([
    [
      'file.received',
      { fileId: file?.id, name: 'a', bytes: 5, sha256: sha256('hello'), durationMs: expect.any(Number) },
    ],
    [
      'file.sent',
      { name: 'a', bytes: 4, offset: 1, sha256: sha256('hello'), durationMs: expect.any(Number) },
    ],
  ])
})
