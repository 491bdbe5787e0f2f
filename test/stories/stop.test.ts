import type { Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

const theManager = sharedManager()

test('stopping in the dashboard refuses new clients, and REST agrees', async () => {
  const manager = await theManager()
  const service = await createService(manager, echoOn(tcp()))
  const page = await aDashboard(manager, '/services')
  await page.getByRole('button', { name: 'Stop echo-lab' }).click()
  await page.getByRole('row', { name: /Stopped.*echo-lab/ }).waitFor()

  await expect(TcpClient.connect(portOf(service))).rejects.toThrow('ECONNREFUSED')
  const { body } = await manager.rest.get<Service>(`/services/${service.id}`)
  expect(body).toMatchObject({ desired: 'stopped', state: 'stopped', endpoints: [] })
})

test('starting again in the dashboard lets clients in', async () => {
  const manager = await theManager()
  const { id } = await createService(manager, echoOn(tcp()))
  await manager.rest.post(`/services/${id}/stop`, { drainMs: 0 })
  const page = await aDashboard(manager, '/services')
  await page.getByRole('button', { name: 'Start echo-lab' }).click()
  await page.getByRole('row', { name: /Running.*echo-lab/ }).waitFor()

  const { body } = await manager.rest.get<Service>(`/services/${id}`)
  const client = await TcpClient.connect(portOf(body))
  client.send('again')
  expect(await client.received(5)).toBe('again')
  client.end()
})
