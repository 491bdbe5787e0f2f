import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { TestManager } from '../testing.ts'
import { MOST_OF_ONE_ADDRESS } from './crowd-limit.ts'

let manager: TestManager
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await manager.close()
})

const port = () => Number(new URL(manager.url).port)

/** Connections of one address on which nothing is said. */
async function crowd(count: number, localAddress: string): Promise<void> {
  const added = Array.from({ length: count }, () =>
    connect({ host: '127.0.0.1', port: port(), localAddress }),
  )
  for (const socket of added) socket.on('error', () => undefined)
  sockets.push(...added)
  await Promise.all(added.map((socket) => once(socket, 'connect')))
}

/** The status of one request from there; null where the connection is cut. */
async function ask(localAddress: string): Promise<number | null> {
  const address = { host: '127.0.0.1', port: port(), localAddress, path: '/api/v1/health', agent: false }
  const sent = request(address).end()
  try {
    const [response] = await once(sent, 'response')
    response.resume()
    return response.statusCode as number
  } catch {
    return null
  }
}

test('one address cannot take all connections of the panel, and gets new ones when its old ones are gone', async () => {
  manager = await TestManager.start()
  await crowd(MOST_OF_ONE_ADDRESS, '127.0.0.2')
  expect([await ask('127.0.0.2'), await ask('127.0.0.3')]).toEqual([null, 200])
  for (const socket of sockets.splice(0)) socket.destroy()
  await expect.poll(() => ask('127.0.0.2')).toBe(200)
})

test('a trusted proxy speaks for many', async () => {
  manager = await TestManager.start({ variables: { SWITCHBOARD_TRUSTED_PROXIES: '::1,10/8,127.0.0.0/30' } })
  await crowd(MOST_OF_ONE_ADDRESS + 1, '127.0.0.2')
  expect(await ask('127.0.0.2')).toBe(200)
})
