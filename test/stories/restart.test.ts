import type { Connection, Page, Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { closedConnection } from '../support/history.ts'
import type { Manager } from '../support/manager.ts'
import { freePort } from '../support/port.ts'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

test('after Ctrl-C and a new start the service runs again and its history is there', async () => {
  const first = await aManager()
  const port = await freePort()
  const { id } = await createService(first, echoOn(tcp(port)))
  const before = await talk(first, port, 'before')
  expect(await first.stop(), first.output.text).toBe(0)

  const second = await aManager({ dataDir: first.dataDir })
  await expectRunning(second, id)
  const { body } = await second.rest.get<Connection>(`/connections/${before.id}`)
  expect(body).toEqual(before)
  await talk(second, port, 'after')
})

test('after kill -9 the service runs again and the open connection is on record as manager-lost', async () => {
  const first = await aManager()
  const port = await freePort()
  const { id } = await createService(first, echoOn(tcp(port)))
  const client = await TcpClient.connect(port)
  client.send('hello')
  await client.received(5)
  await expect.poll(async () => (await openConnections(first)).length).toBe(1)
  await first.kill()
  await client.closed()

  const second = await aManager({ dataDir: first.dataDir })
  await expectRunning(second, id)
  const record = await closedConnection(second, ({ remotePort }) => remotePort === client.localPort)
  expect(record).toMatchObject({ state: 'closed', closeReason: 'manager-lost' })
  expect(await openConnections(second)).toEqual([])
  await talk(second, port, 'after')
})

/** One connection that says something, is answered and ends: its record. */
async function talk(manager: Manager, port: number, text: string): Promise<Connection> {
  const client = await TcpClient.connect(port)
  client.send(text)
  expect(await client.received(text.length)).toBe(text)
  client.end()
  await client.closed()
  return await closedConnection(manager, ({ remotePort }) => remotePort === client.localPort)
}

async function expectRunning(manager: Manager, id: string): Promise<void> {
  const state = async () => (await manager.rest.get<Service>(`/services/${id}`)).body.state
  await expect.poll(state, { timeout: 10_000 }).toBe('running')
}

async function openConnections(manager: Manager): Promise<Connection[]> {
  const { body } = await manager.rest.get<Page<Connection>>('/connections?state=open')
  return body.items
}
