import { createHmac, randomBytes, randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Chunk, Connection, JournalEntry, Page, Service, ServiceInput } from '@switchboard/contract'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { dial, exchange, TestManager, until } from '../../testing.ts'

let manager: TestManager
/** Of the test that runs. */
let service: Service

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const echo = async (input: Partial<ServiceInput>) => (service = await manager.echo(input))
const connections = (isComplete: (items: Connection[]) => boolean) =>
  manager.connections(isComplete, `?service=${service.id}`)

const FULL = { mode: 'full' } as const
const LINES = { framing: { kind: 'lines', maxBytes: 100 } }

const closed = (items: Connection[]) => items.length > 0 && items.every(({ state }) => state === 'closed')

/** The payload, once it has as many bytes: it reaches the disk beside the journal, not before it. */
async function payload(id: string, direction: 'in' | 'out', length: number): Promise<Buffer> {
  return await until(
    () => payloadNow(id, direction),
    (bytes) => bytes.length >= length,
  )
}

async function payloadNow(id: string, direction: 'in' | 'out'): Promise<Buffer> {
  const response = await manager.fetch(`/api/v1/connections/${id}/payload?direction=${direction}`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${id}-${direction}.bin"`)
  return Buffer.from(await response.arrayBuffer())
}

/** The exchange, once as many bytes of each direction are in it. */
async function exchangeOf(id: string, bytes = 0, limit = 500): Promise<Chunk[]> {
  await payload(id, 'in', bytes)
  await payload(id, 'out', bytes)
  return exchangeNow(id, limit)
}

async function exchangeNow(id: string, limit: number): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for (let after: string | null = '-1'; after !== null;) {
    const page: Page<Chunk> = await exchangePage(id, `limit=${limit}&after=${after}`)
    chunks.push(...page.items)
    after = page.next
  }
  return chunks
}

async function exchangePage(id: string, query: string): Promise<Page<Chunk>> {
  return (await manager.call<Page<Chunk>>('GET', `/connections/${id}/exchange?${query}`)).body
}

/** Ends the client's side, and resolves with the connection once it is on record as closed. */
async function hangUp(socket: Socket): Promise<Connection> {
  socket.end()
  const [connection] = await connections(closed)
  if (!connection) throw new Error('no connection')
  return connection
}

/** Sends everything, cut at random, and resolves with what came back. */
async function talk(socket: Socket, pieces: Buffer[]): Promise<Buffer> {
  const wanted = pieces.reduce((sum, { length }) => sum + length, 0)
  const answers: Buffer[] = []
  const all = new Promise<void>((resolve) => {
    let got = 0
    socket.on('data', (data: Buffer) => {
      answers.push(data)
      if ((got += data.length) === wanted) resolve()
    })
  })
  for (const piece of pieces) if (!socket.write(piece)) await once(socket, 'drain')
  await all
  return Buffer.concat(answers)
}

test('captures nothing unless asked', async () => {
  await echo({})
  expect(service.capture).toEqual({ mode: 'off', maxBytesPerConnection: 4096 })
  const socket = await dial(service)
  await exchange(socket, 'hello')
  const { id } = await hangUp(socket)
  expect((await payloadNow(id, 'in')).length).toBe(0)
  expect(await exchangeOf(id)).toEqual([])
  const entries = await manager.journal((items) => items.length > 0, `?limit=100&service=${service.id}`)
  const types = entries.map(({ type }) => type)
  expect(types.filter((type) => type.startsWith('message.'))).toEqual([])
})

test('what was captured is what was said, byte for byte, both ways', async () => {
  const socket = await dial(await echo({ capture: FULL }))
  const pieces = Array.from({ length: 60 }, () => randomBytes(randomInt(1, 40_000)))
  const answer = await talk(socket, pieces)
  const { id, bytesIn, chunksIn } = await hangUp(socket)
  const said = Buffer.concat(pieces)
  expect((await payload(id, 'in', said.length)).equals(said)).toBe(true)
  expect((await payload(id, 'out', said.length)).equals(answer)).toBe(true)
  const chunks = await exchangeOf(id, said.length, 7)
  expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_chunk, index) => index))
  expect(chunks.map(({ at }) => at)).toEqual(chunks.map(({ at }) => at).toSorted())
  const received = chunks.filter(({ direction }) => direction === 'in')
  const joined = (some: Chunk[]) => Buffer.concat(some.map(({ base64 }) => Buffer.from(base64, 'base64')))
  expect(received).toHaveLength(chunksIn)
  expect(joined(received).equals(said)).toBe(true)
  const both = await manager.fetch(`/api/v1/connections/${id}/payload`)
  expect(Buffer.from(await both.arrayBuffer()).equals(joined(chunks))).toBe(true)
  expect(received.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(bytesIn)
})

test('shows how reads cut messages, and notes the messages', async () => {
  const socket = await dial(await echo({ capture: FULL, options: LINES }))
  await exchange(socket, 'one\ntwo\n')
  socket.write('thr')
  await connections(([open]) => open?.bytesIn === 11)
  await exchange(socket, 'ee\u0000\u202e\n')
  const { id } = await hangUp(socket)
  const inward = (await exchangeOf(id, 18)).filter(({ direction }) => direction === 'in')
  expect(inward.map(({ offset, bytes, messageEnds }) => [offset, bytes, messageEnds])).toEqual([
    [0, 8, [4, 8]],
    [8, 3, []],
    [11, 7, [7]],
  ])
  const { body } = await manager.call<Page<JournalEntry>>('GET', `/connections/${id}/journal?after=0`)
  const messages = body.items.filter(({ type }) => type.startsWith('message.'))
  expect(messages.map(({ type, direction, bytes, preview }) => [type, direction, bytes, preview])).toEqual(
    [
      ['one', 3],
      ['two', 3],
      ['three\\x00\\u202e', 9],
    ].flatMap(([text, length]) => [
      ['message.received', 'in', length, text],
      ['message.sent', 'out', Number(length) + 1, `${text}\\n`],
    ]),
  )
})

test('of the first bytes there are as many as asked for, each way, and messages up to there', async () => {
  const socket = await dial(
    await echo({ capture: { mode: 'first', maxBytesPerConnection: 10 }, options: LINES }),
  )
  for (const line of ['12345\n', '678901234\n', 'late\n']) await exchange(socket, line)
  const { id } = await hangUp(socket)
  expect(String(await payload(id, 'in', 10))).toBe('12345\n6789')
  expect(String(await payload(id, 'out', 10))).toBe('12345\n6789')
  const { body } = await manager.call<Page<JournalEntry>>('GET', `/connections/${id}/journal?after=0`)
  expect(body.items.filter(({ direction }) => direction === 'in').map(({ preview }) => preview)).toEqual([
    '12345',
    '678901234',
  ])
})

test('a change counts at once, on open connections too, and drops none', async () => {
  const socket = await dial(await echo({}))
  await exchange(socket, 'before')
  const set = async (capture: ServiceInput['capture']) => {
    const { status, body } = await manager.call<Service>('PATCH', `/services/${service.id}`, { capture })
    expect([status, body.restartNeeded]).toEqual([200, []])
  }
  await set(FULL)
  await exchange(socket, 'while')
  await set({ mode: 'off' })
  await exchange(socket, 'after')
  await set(FULL)
  await exchange(socket, 'again')
  const { id } = await hangUp(socket)
  expect(String(await payload(id, 'in', 10))).toBe('whileagain')
  expect(String(await payload(id, 'out', 10))).toBe('whileagain')
  const inward = (await exchangeOf(id)).filter(({ direction }) => direction === 'in')
  expect(inward.map(({ offset }) => offset)).toEqual([6, 16])
})

test('never the bytes of a challenge', async () => {
  const secret = 'a canary that nobody may see'
  const challenge = { scheme: 'hmac-sha256' as const, secrets: [{ name: 'lab', secret }] }
  const socket = await dial(await echo({ capture: FULL, challenge }))
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  const digest = createHmac('sha256', secret).update(bytes).digest('hex')
  socket.write(digest)
  await manager.eventually<JournalEntry>(`/journal?limit=100&service=${service.id}`, (entries) =>
    entries.some(({ type }) => type === 'auth.accepted'),
  )
  socket.write('\r\n')
  socket.write('hello')
  let heard = ''
  while (!heard.endsWith('hello')) heard += String((await once(socket, 'data'))[0])
  const { id } = await hangUp(socket)
  expect(String(await payload(id, 'in', 5))).toBe('hello')
  expect(String(await payload(id, 'out', 5))).toBe('hello')
  const [first] = await exchangeOf(id)
  expect(first?.offset).toBe(0)
  const { body } = await manager.call<Page<JournalEntry>>('GET', `/connections/${id}/journal?after=0`)
  const record = JSON.stringify(body)
  for (const canary of [secret, digest, bytes.toString('hex'), bytes.toString('base64')]) {
    expect(record).not.toContain(canary)
  }
})

test('datagrams, the empty one too', async () => {
  const { endpoints } = await echo({ capture: FULL, listen: [{ transport: 'udp', port: 0 }] })
  const [endpoint] = endpoints
  const socket = createSocket('udp4')
  for (const text of ['ping', '', 'pong']) {
    socket.send(text, endpoint && 'port' in endpoint ? endpoint.port : 0, '127.0.0.1')
    await once(socket, 'message')
  }
  socket.close()
  const [{ id } = { id: '' }] = await connections(([open]) => open?.messagesOut === 3)
  await manager.eventually(`/connections/${id}/exchange`, (chunks) => chunks.length === 6)
  const chunks = await exchangeOf(id)
  expect(chunks.map(({ direction, base64 }) => [direction, String(Buffer.from(base64, 'base64'))])).toEqual(
    ['ping', '', 'pong'].flatMap((text) => [
      ['in', text],
      ['out', text],
    ]),
  )
})

test('an upload whose memory is given away is captured all the same', async () => {
  await echo({ protocol: 'file-transfer', name: 'files', capture: FULL })
  const content = randomBytes(3_000_000)
  const header = Buffer.from(JSON.stringify({ file_name: 'a.bin', file_size: content.length }))
  const length = Buffer.alloc(4)
  length.writeInt32LE(header.length)
  const upload = Buffer.concat([length, header, content])
  const socket = await dial(service)
  socket.resume().write(upload)
  const { id, bytesIn } = await hangUp(socket)
  expect(bytesIn).toBe(upload.length)
  expect((await payload(id, 'in', upload.length)).equals(upload)).toBe(true)
})

test('what cannot be asked for is said', async () => {
  expect((await manager.call('GET', '/connections/unheard-of/payload?direction=in')).status).toBe(404)
  expect((await manager.call('GET', '/connections/unheard-of/exchange')).status).toBe(404)
  expect((await manager.call('GET', '/connections/unheard-of/payload?direction=up')).status).toBe(400)
  const bad = await manager.call('POST', '/services', {
    ...{ name: 'x', protocol: 'echo', listen: [{ transport: 'tcp', port: 0 }] },
    capture: { mode: 'all' },
  })
  expect([bad.status, bad.body.errors?.[0]?.path]).toEqual([400, '/capture/mode'])
})
