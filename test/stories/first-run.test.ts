import type { Page, Service } from '@switchboard/contract'
import { expect, onTestFinished, test } from 'vitest'
import { holdPort } from '../support/port.ts'
import { portOf } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

function keep({ release }: { release(): void }): true {
  onTestFinished(release)
  return true
}

test('the first click starts an echo service, on another port when somebody has port 7007 for TCP', async () => {
  // Another story may have it for a while.
  await expect.poll(() => holdPort(7007).then(keep, () => false), { timeout: 60_000 }).toBe(true)
  const manager = await aManager()
  const page = await aDashboard(manager)
  await page.getByRole('button', { name: 'Start an echo service' }).click()
  await page.getByText('echo-1 is running').waitFor()

  const { body } = await manager.rest.get<Page<Service>>('/services')
  const [service] = body.items
  expect(service).toMatchObject({ state: 'running', failures: [] })
  const port = portOf(service as Service)
  expect(port).not.toBe(7007)
  await page.getByText(`nc -N 127.0.0.1 ${port}`).waitFor()
  const client = await TcpClient.connect(port)
  client.send('hello')
  await client.received(5)
  client.end()
  await page.getByText('It has answered').waitFor()
})
