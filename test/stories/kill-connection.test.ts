import { expect, test } from 'vitest'
import { closedConnection } from '../support/history.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

test('a connection killed in the dashboard ends for its client, and the others go on', async () => {
  const manager = await aManager()
  const service = await createService(manager, echoOn(tcp()))
  const victim = await TcpClient.connect(portOf(service))
  const bystander = await TcpClient.connect(portOf(service))
  const page = await aDashboard(manager, '/connections')
  const row = page.getByRole('row', { name: new RegExp(`127\\.0\\.0\\.1:${victim.localPort}\\b`) })
  await row.getByRole('button', { name: /Kill/ }).click()
  await row.getByRole('button', { name: 'Kill', exact: true }).click()

  await victim.closed()
  await row.waitFor({ state: 'detached' })
  const record = await closedConnection(manager, ({ remotePort }) => remotePort === victim.localPort)
  expect(record.closeReason).toBe('killed')
  bystander.send('still here')
  expect(await bystander.received(10)).toBe('still here')
  bystander.end()
})
