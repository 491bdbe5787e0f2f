import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { expect } from 'vitest'
import { portOf, udp } from '../support/services.ts'
import { exchangeDatagram } from '../support/udp-client.ts'
import { managerRow, size } from './fault.ts'
import { countEntries } from './journal.ts'

managerRow(
  { row: 18, what: 'amplification: replies longer than their datagrams', expected: 'bytes out ≤ bytes in' },
  async ({ rest, start, service }) => {
    const target = await start('timestamp', { listen: [udp()] })
    const { id } = target
    const client = await openSocket()
    for (let sent = 0; sent < size(50, 1000); sent++) await send(client, 'x', portOf(target, 'udp'))
    await expect.poll(async () => (await service(id)).stats.messagesIn).toBeGreaterThan(0)
    await expect.poll(() => countEntries(rest, 'connection.reply-withheld', id)).toBe(1)
    const { bytesIn, bytesOut } = (await service(id)).stats
    await close(client)
    expect(bytesOut).toBeLessThanOrEqual(bytesIn)
    return `${bytesIn} bytes in, ${bytesOut} out, 1 entry`
  },
)

managerRow(
  {
    row: 19,
    what: 'peers that are gone (ICMP), the longest datagrams',
    expected: 'no crash, others answered',
  },
  async ({ start }) => {
    const target = await start('echo', { listen: [udp()], limits: { maxConnections: null } })
    const port = portOf(target, 'udp')
    for (let peer = 0; peer < size(50, 1000); peer++) {
      const client = await openSocket()
      await send(client, 'x', port)
      await close(client)
    }
    const longest = 'x'.repeat(65_507)
    expect(await exchangeDatagram(port, longest)).toBe(longest)
    return '0 crashes'
  },
)

async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

function send(socket: Socket, text: string, port: number): Promise<unknown> {
  return new Promise((resolve) => socket.send(text, port, '127.0.0.1', resolve))
}

async function close(socket: Socket): Promise<void> {
  const closed = once(socket, 'close')
  socket.close()
  await closed
}
