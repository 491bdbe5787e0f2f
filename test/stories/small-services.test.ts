import type { Page, Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { aDashboard, sharedManager } from '../support/story.ts'

const theManager = sharedManager()

test('time is refused a UDP address beyond loopback, at the field, until amplification is allowed', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager, '/services/new?protocol=time', [/400/])
  await page.getByRole('textbox', { name: 'Host' }).nth(1).fill('0.0.0.0')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const told = page.getByText(/^This is "0\.0\.0\.0"; time over UDP answers longer than it is asked/)
  await told.waitFor()
  // The message stays while the field is left, or the click would miss what moves up.
  await page.getByLabel('Amplification').click()
  expect(await page.getByLabel('Amplification').isChecked()).toBe(true)
  expect(await told.isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.waitForURL(/\/services\/svc_/)
  const { body } = await manager.rest.get<Page<Service>>('/services')
  expect(body.items[0]).toMatchObject({ options: { amplification: true }, state: 'stopped' })
})

test('a greeting with control characters is typed, saved and shown as escapes', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager, '/services/new?protocol=greeting')
  const message = page.getByRole('textbox', { name: 'Message' })
  expect(await message.inputValue()).toBe(String.raw`Welcome to Switchboard!\r\n`)
  await message.fill(String.raw`Hi \\o/\r\n\x07`)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.waitForURL(/\/services\/svc_/)
  const { body } = await manager.rest.get<Page<Service>>('/services')
  expect(body.items[0]?.options).toMatchObject({ message: 'Hi \\o/\r\n\x07' })
  await page.goto(`${manager.url}/services/${body.items[0]?.id}?tab=settings`)
  await expect.poll(() => message.inputValue()).toBe(String.raw`Hi \\o/\r\n\x07`)
})
