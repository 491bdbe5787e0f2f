import { readFile } from 'node:fs/promises'
import type { ApplyInput, ApplyPlan, Page, Service, ServiceInput } from '@switchboard/contract'
import type { Page as BrowserPage } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { holdPort } from '../support/port.ts'
import { tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'

const SERVICES = 32
const HALF = SERVICES / 2

test('many services are found, sorted, tagged, started, exported and deleted together', async () => {
  const manager = await aManager()
  const { port, release } = await holdPort()
  onTestFinished(release)
  const serviceOf = (_: unknown, number: number): ServiceInput => ({
    name: `echo-${number + 1}`,
    protocol: number % 2 === 0 ? 'echo' : 'discard',
    // Three of them want a port that another program has.
    listen: [tcp(number < 3 ? port : 0)],
    desired: 'stopped',
  })
  const services = Array.from({ length: SERVICES }, serviceOf)
  const { body: plan } = await manager.rest.put<ApplyPlan>('/services:apply', { services })
  expect(plan.failed).toBe(0)

  // The address has the whole view.
  const page = await aDashboard(manager, '/services?sort=-name&protocol=echo', [/status of 409/])
  await expect.poll(() => names(page)).toEqual(descending)
  await page.getByRole('button', { name: 'Name' }).click()
  await expect.poll(async () => (await names(page))[0]).toBe('echo-1')
  expect(new URL(page.url()).search).toBe('?protocol=echo')

  // A range, and then all that the filter lists.
  await page.getByRole('checkbox', { name: 'Select echo-1', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Select echo-9', exact: true }).click({ modifiers: ['Shift'] })
  await page.getByText('5 selected').waitFor()
  await page.getByRole('button', { name: `Select all ${HALF}` }).click()
  await page.getByText(`${HALF} selected`).waitFor()

  await page.getByRole('button', { name: 'Tag…' }).click()
  await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('night shift')
  await page.getByRole('button', { name: `Add to ${HALF}` }).click()
  await page.getByText(`${HALF} services tagged.`).waitFor()
  await page.getByRole('button', { name: 'night shift' }).first().click()
  await page.waitForURL(/tag=night\+shift/)

  const selected = page.getByRole('region', { name: 'Selected services' })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    selected.getByRole('button', { name: 'Export' }).click(),
  ])
  const document = JSON.parse(await readFile(await download.path(), 'utf8')) as ApplyInput
  const again = await manager.rest.put<ApplyPlan>('/services:apply?dryRun=true', document)
  expect(again.body.changes.map(({ action }) => action)).toEqual(Array(HALF).fill('unchanged'))

  // What fails stays, with its reason, and can be tried again.
  await page.getByRole('button', { name: `Start ${HALF}` }).click()
  await page.getByText('2 services could not be started.').waitFor()
  await selected.getByText(`127.0.0.1:${port} is in use`).first().waitFor()
  release()
  await page.getByRole('button', { name: 'Try the 2 again' }).click()
  await page.getByText('1 service started.').waitFor()

  await selected.getByRole('button', { name: `Delete ${HALF}` }).click()
  await page
    .getByRole('group', { name: `Delete ${HALF} services?` })
    .getByRole('button', { name: 'Delete' })
    .click()
  await page.getByText(`${HALF} services deleted.`).waitFor()
  await page.getByText('No service passes the filter').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).last().click()
  await expect.poll(async () => (await names(page)).length).toBe(HALF)
  const { body: left } = await manager.rest.get<Page<Service>>('/services?limit=50')
  expect(new Set(left.items.map(({ protocol }) => protocol))).toEqual(new Set(['discard']))
})

const descending = Array.from({ length: HALF }, (_, index) => `echo-${SERVICES - 1 - 2 * index}`)

const names = (page: BrowserPage) => page.locator('a.name').allTextContents()
