import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, type NetConnectOpts } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Connection, Service, ServiceInput } from '@switchboard/contract'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { exchange, TestManager, until } from '../../../testing.ts'
import { readPcapng, type Packet } from './testing.ts'

const run = promisify(execFile)
const CHECKS = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`])

/** Whether this machine has tshark. */
const hasTshark: boolean = await run('tshark', ['--version']).then(
  () => true,
  () => false,
)

/** What tshark prints about a file; it says nothing to a faultless one when asked for its expert's opinion. */
async function tshark(file: string, ...options: string[]): Promise<string> {
  const { stdout } = await run('tshark', ['-r', file, ...CHECKS, ...options], { maxBuffer: 2 ** 28 })
  return stdout
}

let manager: TestManager
/** Of the test that runs. */
let service: Service

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const capture = { mode: 'full' } as const
const PEER_CLOSED = ['S', 'SA', 'A', 'FA', 'A', 'FA', 'A']

const echo = async (listen: ServiceInput['listen'][number]) =>
  (service = await manager.echo({ listen: [listen], capture }))
const connections = (isComplete: (items: Connection[]) => boolean) =>
  manager.connections(isComplete, `?service=${service.id}`)

async function download(id: string): Promise<Buffer> {
  const response = await manager.fetch(`/api/v1/connections/${id}/pcapng`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-pcapng'])
  return Buffer.from(await response.arrayBuffer())
}

/** The connection's file, once as many bytes (or datagrams) are in it. */
async function fileOf(id: string, isWhole: (packets: Packet[]) => boolean): Promise<Buffer> {
  return await until(
    () => download(id),
    (file) => isWhole(readPcapng(file).packets),
  )
}

const bytesIn = (packets: Packet[]) => packets.reduce((sum, { data }) => sum + data.length, 0)

/** Says `said` to an echo and hangs up; the file of that connection. */
async function talk(to: NetConnectOpts, said: Buffer): Promise<{ connection: Connection; file: Buffer }> {
  const socket = connect(to)
  let heard = 0
  socket.write(said)
  while (heard < said.length) heard += ((await once(socket, 'data'))[0] as Buffer).length
  socket.end()
  const [connection] = await connections((items) => items[0]?.state === 'closed')
  if (!connection) throw new Error('no connection')
  return { connection, file: await fileOf(connection.id, (packets) => bytesIn(packets) === 2 * said.length) }
}

/** What one side said, put together by sequence number as a reader of the file would. */
function stream(packets: Packet[], source: string): Buffer {
  const mine = packets.filter((packet) => packet.source === source)
  let next = 1
  for (const { seq, data } of mine.filter(({ data }) => data.length > 0)) {
    expect(seq).toBe(next)
    next += data.length
  }
  return Buffer.concat(mine.map(({ data }) => data))
}

const flagsOf = ({ flags }: Packet) =>
  [...'FSRPA']
    .filter((_letter, bit) => flags & (1 << bit))
    .sort((a, b) => 'SRPFA'.indexOf(a) - 'SRPFA'.indexOf(b))
    .join('')

const bare = (packets: Packet[]) =>
  packets
    .filter(({ data }, index) => data.length === 0 && (packets[index - 1]?.data.length ?? 0) === 0)
    .map(flagsOf)

const portIn = ({ endpoints }: Service) => {
  const [endpoint] = endpoints
  return endpoint && 'port' in endpoint ? endpoint.port : 0
}

/** tshark finds nothing to say about it, and reads what was said. */
async function tsharkAgrees(file: Buffer, said: Buffer): Promise<void> {
  if (!hasTshark) return
  const path = join(manager.dataDir, 'test.pcapng')
  await writeFile(path, file)
  const expert = await tshark(path, '-q', '-z', 'expert,warn')
  expect(expert.trim()).toBe('')
  const lines = (await tshark(path, '-q', '-z', 'follow,tcp,raw,0')).split('\n')
  const text = (isReply: boolean) =>
    lines
      .filter((line) => /^\t?[0-9a-f]+$/.test(line) && line.startsWith('\t') === isReply)
      .join('')
      .replaceAll('\t', '')
  expect(text(false) === said.toString('hex')).toBe(true)
  expect(text(true) === said.toString('hex')).toBe(true)
}

test.each([
  ['IPv4', '127.0.0.1', '7f000001'],
  ['IPv6', '::1', '00000000000000000000000000000001'],
])('a TCP connection over %s: handshake, every byte at its place, its end', async (_name, host, hex) => {
  await echo({ transport: 'tcp', host, port: 0 })
  const said = randomBytes(300_001)
  const { connection, file } = await talk({ host, port: portIn(service) }, said)
  const { packets, comments } = readPcapng(file)
  const peer = `${hex}:${connection.remotePort}`
  const local = `${hex}:${connection.localPort}`
  expect(stream(packets, peer).equals(said)).toBe(true)
  expect(stream(packets, local).equals(said)).toBe(true)
  expect(bare(packets)).toEqual(PEER_CLOSED)
  expect(packets.map(({ at }) => at)).toEqual(packets.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(packets[0]?.at).toBe(Date.parse(connection.openedAt) * 1000)
  expect(comments[0]).toContain(connection.id)
  expect(comments[1]).toBe(`echo-lab, ${connection.id}`)
  await tsharkAgrees(file, said)
})

test('a Unix connection is shown as TCP, and says so', async () => {
  await echo({ transport: 'unix', path: 'echo.sock' })
  expect(service.endpoints).toHaveLength(1)
  const said = randomBytes(1000)
  const { file } = await talk({ path: join(manager.dataDir, 'sockets', 'echo.sock') }, said)
  expect(readPcapng(file).comments[0]).toContain('A Unix socket')
  await tsharkAgrees(file, said)
})

test.each([
  ['udp4' as const, '127.0.0.1'],
  ['udp6' as const, '::1'],
])('datagrams, the empty and the longest one too: %s', async (type, host) => {
  await echo({ transport: 'udp', host, port: 0 })
  const socket = createSocket(type)
  const said = [Buffer.from('ping'), Buffer.alloc(0), randomBytes(65_507)]
  for (const datagram of said) {
    socket.send(datagram, portIn(service), host)
    await once(socket, 'message')
  }
  socket.close()
  const [{ id } = { id: '' }] = await connections((items) => items.length === 1)
  const file = await fileOf(id, (packets) => packets.length === 6)
  const { packets } = readPcapng(file)
  expect(packets.map(({ data, protocol }) => [protocol, data.toString('hex')])).toEqual(
    said.flatMap((data) => [data, data]).map((data) => [17, data.toString('hex')]),
  )
  if (!hasTshark) return
  const path = join(manager.dataDir, 'test.pcapng')
  await writeFile(path, file)
  expect((await tshark(path, '-q', '-z', 'expert,warn')).trim()).toBe('')
  expect((await tshark(path)).trim().split('\n')).toHaveLength(packets.length)
})

test('a connection that is still open has no end yet', async () => {
  await echo({ transport: 'tcp', port: 0 })
  const socket = connect(portIn(service), '127.0.0.1')
  await exchange(socket, 'hello')
  const [{ id } = { id: '' }] = await connections((items) => items.length === 1)
  const file = await fileOf(id, (packets) => bytesIn(packets) === 10)
  expect(readPcapng(file).packets.map(flagsOf)).toEqual(['S', 'SA', 'A', 'PA', 'A', 'PA', 'A'])
  await tsharkAgrees(file, Buffer.from('hello'))
  socket.destroy()
})

test.skipIf(hasTshark)('without tshark, only the checker of this test has read the files', () => undefined)
