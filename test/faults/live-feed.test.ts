import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { expect, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { residentBytes } from '../../bench/process-figures.ts'
import type { Manager } from '../support/manager.ts'
import { managerRow } from './fault.ts'

const MIB = 1 << 20
const CLIENTS = 100
const MAY_RISE = 64 * MIB

managerRow(
  {
    row: 41,
    what: `${CLIENTS} clients with messages of tiny fragments, and ${CLIENTS} with a frame of 100 MiB`,
    expected: 'closed with 1008 and 1009, RSS of the manager rises ≤ 64 MiB',
  },
  async ({ manager }) => {
    const before = residentBytes(manager.pid)
    const each = Array.from({ length: CLIENTS })
    const crumbled = await Promise.all(each.map(() => crumble(manager)))
    const large = await Promise.all(each.map(() => announce100MiB(manager)))
    expect([new Set(crumbled), new Set(large)]).toEqual([new Set([1008]), new Set([1009])])
    const rise = residentBytes(manager.pid) - before
    expect(rise).toBeLessThanOrEqual(MAY_RISE)
    return `${2 * CLIENTS} of ${2 * CLIENTS} closed, RSS +${(rise / MIB).toFixed(1)} MiB`
  },
)

async function openFeed({ url, rest: { headers } }: Manager): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, { headers })
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  return socket
}

/** The code a client is closed with that sends a message in fragments of one byte. */
async function crumble(manager: Manager): Promise<number> {
  const socket = await openFeed(manager)
  socket.on('error', () => undefined) // 'close' follows
  for (let fragment = 0; fragment < 1_000; fragment++) socket.send(' ', { fin: false })
  return ((await once(socket, 'close')) as [number])[0]
}

/** The code a client is closed with that announces a frame of 100 MiB. */
async function announce100MiB({ url, rest }: Manager): Promise<number> {
  const socket = await rawFeed(url, rest.headers.authorization)
  const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])
  head.writeBigUInt64BE(BigInt(100 * MIB), 2)
  socket.write(head)
  const received = Buffer.concat(await socket.toArray())
  return received.readUInt16BE(received.lastIndexOf(CLOSE_FRAME) + CLOSE_FRAME.length)
}

/** From the server, with a code and no reason. */
const CLOSE_FRAME = Buffer.from([0x88, 2])

async function rawFeed(url: string, authorization: string): Promise<Duplex> {
  const headers = {
    authorization,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
  }
  const [, socket] = (await once(request(`${url}/api/v1/live`, { headers }).end(), 'upgrade')) as [
    unknown,
    Duplex,
  ]
  onTestFinished(() => void socket.destroy())
  return socket
}
