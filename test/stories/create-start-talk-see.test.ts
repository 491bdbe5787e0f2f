import type { Connection, Page, Service } from '@switchboard/contract'
import { expect, onTestFinished, test } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { closedConnection } from '../support/history.ts'
import { netcat } from '../support/netcat.ts'
import { freePort, holdPort } from '../support/port.ts'
import { createService, echoOn, portOf, tcp, udp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'
import { exchangeDatagram } from '../support/udp-client.ts'

const theManager = sharedManager()

test('a service made over REST, its connection and its end appear in open pages without a reload', async () => {
  const manager = await theManager()
  const services = await aDashboard(manager, '/services')
  const live = await aDashboard(manager, '/live')
  const connections = await aDashboard(manager, '/connections')
  await services.getByText('No services yet').waitFor()
  await connections.getByText('No open connections').waitFor()

  const service = await createService(manager, echoOn(tcp(), udp()))
  await services.getByRole('row', { name: /Running.*echo-lab/ }).waitFor()

  const client = await TcpClient.connect(portOf(service))
  client.send('hello')
  expect(await client.received(5)).toBe('hello')
  const peer = `127.0.0.1:${client.localPort}`
  await connections.getByText(peer).waitFor()
  await live.getByText('Connection opened').first().waitFor()

  client.end()
  await client.closed()
  await connections.getByText('No open connections').waitFor()
  await live.getByText('Connection closed').first().waitFor()
  await connections.getByRole('link', { name: 'Recent' }).click()
  await connections.getByRole('row', { name: new RegExp(`${peer}.*Peer closed`) }).waitFor()

  const record = await closedConnection(manager, ({ remotePort }) => remotePort === client.localPort)
  expect(record).toMatchObject({
    serviceName: 'echo-lab',
    transport: 'tcp',
    bytesIn: 5,
    bytesOut: 5,
    closeReason: 'peer-closed',
  })
})

test('netcat gets back what it sends, and an empty datagram comes back empty', async ({ skip }) => {
  const manager = await theManager()
  const service = await createService(manager, echoOn(tcp(), udp()))
  expect(await exchangeDatagram(portOf(service, 'udp'), '')).toBe('')
  expect(await exchangeDatagram(portOf(service, 'udp'), 'hello')).toBe('hello')

  if (!findProgram('nc')) skip('nc is not installed')
  expect(await netcat('hello', portOf(service))).toBe('hello')
  const isMine = ({ serviceId, transport }: Connection) => serviceId === service.id && transport === 'tcp'
  const record = await closedConnection(manager, isMine)
  expect(record).toMatchObject({ bytesIn: 5, bytesOut: 5, closeReason: 'peer-closed' })
})

test('a service made wholly with the form answers', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager, '/services')
  const taken = await holdPort(await freePort())
  onTestFinished(taken.release)
  await page.getByRole('link', { name: 'New service' }).click()
  await page.getByRole('radio', { name: /^Echo/ }).check()
  await page.getByLabel('Name', { exact: true }).fill('from-the-form')
  await page.getByLabel('Port of address 1', { exact: true }).fill(String(taken.port))
  await page.getByText(`Port ${taken.port} is taken by another program`).waitFor()
  await page.getByRole('button', { name: /^Use \d+$/ }).click()
  const port = Number(await page.getByLabel('Port of address 2', { exact: true }).inputValue())
  expect(port).toBeGreaterThan(taken.port)
  await page.getByRole('button', { name: 'Create & start' }).click()

  await page.getByRole('heading', { name: 'from-the-form' }).waitFor()
  await page.getByText('Running').first().waitFor()
  const client = await TcpClient.connect(port)
  client.send('hello')
  expect(await client.received(5)).toBe('hello')
  client.end()
  expect(await exchangeDatagram(port, '')).toBe('')

  const { body } = await manager.rest.get<Page<Service>>('/services')
  expect(body.items).toMatchObject([{ name: 'from-the-form', protocol: 'echo', state: 'running' }])
})
