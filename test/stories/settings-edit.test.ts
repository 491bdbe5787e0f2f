import type { Service, Settings, User, Webhook } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { freePort } from '../support/port.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'

const theManager = sharedManager({ env: { SWITCHBOARD_WEBHOOK_ALLOW: '127.0.0.0/8' } })

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })

test('two people edit the settings of one service, and neither overwrites the other', async () => {
  const manager = await theManager()
  const service = await createService(manager, echoOn(tcp()))
  const path = `/services/${service.id}?tab=settings`
  const [mine, theirs] = [await aDashboard(manager, path), await aDashboard(manager, path)]
  const port = await freePort()

  await field(mine, 'Description').fill('mine')
  await field(mine, 'Port of address 1').fill(String(port))
  await field(theirs, 'Open connections').fill('seven')
  await field(theirs, 'Reads nothing for at most (ms)').fill('1')
  await press(theirs, 'Review and save')
  const toMend = theirs.getByRole('group', { name: 'What is to be mended' })
  await toMend.getByRole('link', { name: /^Reads nothing/ }).click()
  expect(
    await field(theirs, 'Reads nothing for at most (ms)').evaluate((input) => input.matches(':focus')),
  ).toBe(true)
  await field(theirs, 'Reads nothing for at most (ms)').fill('20 s')
  await field(theirs, 'Open connections').fill('7')
  await field(theirs, 'Description').fill('theirs')
  await press(theirs, 'Review and save')
  await theirs.getByText('Counts at once').waitFor()
  await press(theirs, 'Save')
  await theirs.getByText('Saved.').waitFor()

  // Leaving asks first, whichever way.
  await mine.getByRole('link', { name: 'Live' }).first().click()
  await press(mine, 'Stay')
  expect(await field(mine, 'Description').inputValue()).toBe('mine')

  const description = mine.getByRole('group', { name: /^Description.*Changed by both$/ })
  expect(await description.textContent()).toMatch(/It was\s*empty/)
  await description.getByRole('radio', { name: /^Theirs/ }).check()
  expect(await mine.getByRole('group', { name: /Open connections.*Changed by somebody else/ }).count()).toBe(
    1,
  )
  await press(mine, 'Go on with these')
  expect(await field(mine, 'Open connections').inputValue()).toBe('7')
  expect(await field(mine, 'Description').inputValue()).toBe('theirs')

  await press(mine, 'Review and save')
  await mine.getByText(`tcp 127.0.0.1:${port}`).waitFor()
  await press(mine, 'Save')
  const pending = mine.getByRole('region', { name: 'Waiting for a restart' })
  await pending.getByText(`tcp 127.0.0.1:${port}`).waitFor()
  expect((await manager.rest.get<Service>(`/services/${service.id}`)).body).toMatchObject({
    ...{ description: 'theirs', limits: { maxConnections: 7 }, restartNeeded: ['listen'] },
    startedWith: { listen: service.listen },
  })
  await pending.getByRole('button', { name: 'Restart to apply' }).click()
  await pending.waitFor({ state: 'detached' })
  const { body } = await manager.rest.get<Service>(`/services/${service.id}`)
  expect([portOf(body), body.restartNeeded]).toEqual([port, []])
})

test('a user that was changed meanwhile is not overwritten', async () => {
  const manager = await theManager()
  const vera = { username: 'vera', password: 'looks at many things', role: 'viewer' }
  const { body } = await manager.rest.post<User>('/users', vera)
  const page = await aDashboard(manager, '/users', [/status of 412/])
  await press(page, 'Change vera')
  await field(page, 'Username').fill('veronica')
  await manager.rest.patch(`/users/${body.id}`, { role: 'operator' })
  await press(page, 'Save')
  await page.getByRole('group', { name: /^Role.*Changed by somebody else/ }).waitFor()
  await press(page, 'Go on with these')
  await press(page, 'Save')
  await page.getByRole('row', { name: /veronica operator/ }).waitFor()
})

test('retention and a webhook that two people edit at once keep what each has decided', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager, '/settings?tab=retention', [/status of 412/])
  await field(page, 'Age at most (days)').fill('7')
  await field(page, 'Entries at most').fill('5000')
  const theirs = { maxAgeDays: 30, maxBytes: 2 ** 31 }
  await manager.rest.patch('/settings', { retention: theirs })
  await press(page, 'Save')
  await take(page, /Age at most.*Changed by both$/, /^Theirs\s*30/)
  expect(await field(page, 'Entries at most').inputValue()).toBe('5000')
  await press(page, 'Save')
  await page.getByText('Saved.').waitFor()
  const { retention } = (await manager.rest.get<Settings>('/settings')).body
  expect(retention).toEqual({ ...theirs, maxEntries: 5000 })

  const webhook = { name: 'on call', url: 'http://127.0.0.1:9/', filter: 'ev:service.failed' }
  const { id } = (await manager.rest.post<Webhook>('/webhooks', webhook)).body
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await press(page, 'Change on call')
  await field(page, 'Name').fill('mine')
  await field(page, 'Address').fill('http://127.0.0.1:9/new')
  await manager.rest.patch(`/webhooks/${id}`, { name: 'theirs', filter: 'ev:file.received' })
  await press(page, 'Save')
  await take(page, /^Name.*Changed by both$/, /^Yours\s*mine/)
  await press(page, 'Save')
  await page.getByRole('row', { name: /^mine http:\/\/127\.0\.0\.1:9\/new/ }).waitFor()
  expect((await manager.rest.get<Webhook>(`/webhooks/${id}`)).body).toMatchObject({
    name: 'mine',
    url: 'http://127.0.0.1:9/new',
    filter: 'ev:file.received',
  })
})

/** Decides one field where two have changed it, and goes on with the rest as proposed. */
async function take(page: Page, group: RegExp, side: RegExp) {
  await page.getByRole('group', { name: group }).getByRole('radio', { name: side }).check()
  await press(page, 'Go on with these')
}
