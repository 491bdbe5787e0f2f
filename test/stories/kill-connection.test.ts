import { expect, test } from 'vitest'
import { closedConnection } from '../support/history.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

const theManager = sharedManager()

test('a connection killed in the dashboard ends for its client, and the others go on', async () => {
  const manager = await theManager()
  const service = await createService(manager, echoOn(tcp()))
  const victim = await TcpClient.connect(portOf(service))
  const bystander = await TcpClient.connect(portOf(service))
  const page = await aDashboard(manager, '/connections')
  const row = page.getByRole('row', { name: new RegExp(`127\\.0\\.0\\.1:${victim.localPort}\\b`) })
  await row.getByRole('button', { name: /Kill/ }).click()
  await row.getByRole('button', { name: 'Kill', exact: true }).click()

  await victim.closed()
  // Rows stay where they are as long as somebody points at them.
  await row.getByText('Closed', { exact: true }).waitFor()
  await page.mouse.move(0, 0)
  await row.waitFor({ state: 'detached' })
  const record = await closedConnection(manager, ({ remotePort }) => remotePort === victim.localPort)
  expect(record.closeReason).toBe('killed')
  bystander.send('still here')
  expect(await bystander.received(10)).toBe('still here')
  bystander.end()
})

test('all that pass a filter are killed together after a question with their number', async () => {
  const manager = await theManager()
  const spared = await createService(manager, { ...echoOn(tcp()), name: 'spared' })
  const doomed = await createService(manager, { ...echoOn(tcp()), name: 'doomed' })
  const bystander = await TcpClient.connect(portOf(spared))
  const victims = await Promise.all([1, 2, 3, 4].map(() => TcpClient.connect(portOf(doomed))))
  victims[0]?.send('x')
  const page = await aDashboard(manager, '/connections?q=svc:doomed')
  const rows = page.getByRole('row').filter({ hasText: 'doomed' })
  await expect.poll(() => rows.count()).toBe(4)
  await rows.filter({ hasText: '1 B / 1 B' }).getByText('Open').waitFor()

  // A range by Shift, then one of them with the keyboard.
  await rows.nth(0).getByRole('checkbox').click()
  await rows
    .nth(2)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await page.getByText('3 selected').waitFor()
  await page.keyboard.press('x')
  await page.getByText('2 selected').waitFor()
  await page.getByRole('button', { name: 'Kill 2' }).click()
  const question = (name: string) => page.getByRole('group', { name })
  await question('Kill 2 connections?').getByRole('button', { name: 'Kill' }).click()
  await page.getByText('2 connections killed.').waitFor()
  await expect.poll(() => rows.count()).toBe(2)
  await page.getByRole('button', { name: 'Dismiss' }).click()

  await page.getByRole('button', { name: 'Kill the 2 that pass' }).click()
  await question('Kill 2 connections?').getByRole('button', { name: 'Kill' }).click()
  await page.getByText('2 connections killed.').waitFor()
  await page.getByText('No open connection passes this filter').waitFor()
  await Promise.all(victims.map((victim) => victim.closed()))
  bystander.send('still here')
  expect(await bystander.received(10)).toBe('still here')
  bystander.end()
})
