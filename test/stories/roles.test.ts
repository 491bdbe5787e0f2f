import type { Connection, Page as Listed, Role } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import type { Manager } from '../support/manager.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'
import { upload } from '../support/upload.ts'

/** What each role finds in the navigation, besides what everybody does. */
const EVERYBODY = ['Overview', 'Services', 'Live', 'Connections', 'Files', 'Test client', 'Settings', 'API']
const MORE: Record<Role, string[]> = {
  viewer: [],
  operator: ['Bans'],
  admin: ['Bans', 'Users', 'Tokens', 'Audit'],
}
/** Sections of the settings are for admins, but for the appearance. */
function settingsOf(tab: string): [path: string, needs: Role] {
  return [`/settings?tab=${tab}`, 'admin']
}
/** Screens that are closed to some, with who may open them. */
const CLOSED: [path: string, needs: Role][] = [
  ['/services/new', 'admin'],
  ['/bans', 'operator'],
  ['/users', 'admin'],
  ['/tokens', 'admin'],
  ['/audit', 'admin'],
  ...['retention', 'backups', 'webhooks', 'bans'].map(settingsOf),
  settingsOf('environment'),
]
const RANKS: Role[] = ['viewer', 'operator', 'admin']
const may = (role: Role, needed: Role) => RANKS.indexOf(role) >= RANKS.indexOf(needed)

/** A page of somebody with a role. */
async function aPerson(manager: Manager, role: Role): Promise<Page> {
  const person = { username: `a-${role}`, password: 'looks at many things' }
  await manager.rest.post('/users', { ...person, role })
  const page = await aDashboard(manager, '/')
  await page.goto('about:blank')
  const { username, password } = person
  await page.request.post(`${manager.url}/api/v1/session`, { data: { username, password } })
  return page
}

test('each role sees every screen as far as it goes, and is told what a closed control takes', async () => {
  const manager = await aManager()
  const service = await createService(manager, { ...echoOn(tcp()), name: 'lab' })
  const client = await TcpClient.connect(portOf(service))
  onTestFinished(() => client.end())
  const open = () => manager.rest.get<Listed<Connection>>('/connections?state=open')
  await expect.poll(async () => (await open()).body.items.length).toBe(1)
  const connection = (await open()).body.items[0]?.id ?? ''
  const box = { name: 'box', protocol: 'file-transfer', listen: [tcp()], options: { reply: 'json' } }
  const taker = await createService(manager, { ...box, desired: 'running' })
  await upload(portOf(taker), 'report.txt', Buffer.from('all well'))
  await manager.rest.post('/bans', { network: '203.0.113.7' })

  for (const role of RANKS) {
    const page = await aPerson(manager, role)
    /** As the browser's own back and forward do: without loading everything anew. */
    const open = (path: string) =>
      page.evaluate((to) => {
        history.pushState(null, '', to)
        dispatchEvent(new PopStateEvent('popstate'))
      }, path)
    /** Whether a button, or a link in its place, takes more than the role has, and says so. */
    const control = async (
      path: string,
      name: string,
      needs: Role,
      within = async () => page.locator('main'),
    ) => {
      await open(path)
      const place = await within()
      const button = place
        .getByRole('button', { name })
        .or(place.getByRole('link', { name, exact: true }))
        .or(place.getByRole('menuitem', { name }))
        .first()
      await button.waitFor()
      const told = [await button.getAttribute('title'), await button.getAttribute('aria-label')].join(' ')
      expect(told.includes(`Takes the role ${needs}`), `${role} ${path} ${name}`).toBe(!may(role, needs))
      expect(await button.getAttribute('aria-disabled')).toBe(may(role, needs) ? null : 'true')
    }

    await page.goto(manager.url)
    const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
    await links.first().waitFor()
    expect((await links.allTextContents()).map((text) => text.trim()).sort()).toEqual(
      [...EVERYBODY, ...MORE[role]].sort(),
    )
    for (const [path, needs] of CLOSED) {
      await open(path)
      const refusal = page.getByText(`Takes the role ${needs}`, { exact: true })
      if (may(role, needs)) await page.getByRole('heading', { level: 1 }).waitFor()
      else await refusal.waitFor()
      expect(await refusal.count(), `${role} ${path}`).toBe(may(role, needs) ? 0 : 1)
    }
    await control(`/services/${service.id}`, 'Stop', 'operator')
    await control(`/services/${service.id}`, 'Restart', 'operator')
    await control(`/services/${service.id}?tab=settings`, 'Delete', 'admin')
    await control('/services', 'New service', 'admin')
    await control('/connections', 'Kill', 'operator')
    await control('/connections?q=state:open', 'Kill the', 'operator')
    await control(`/connections/${connection}`, 'Kill', 'operator')
    await control(`/connections/${connection}`, 'Block this address', 'admin')
    await control('/files', 'Delete report.txt', 'operator')
    await control('/client', 'Send', 'operator', async () => {
      await page.getByLabel('Text', { exact: true }).fill('hello')
      return page.locator('main')
    })
    if (may(role, 'operator')) {
      await control('/bans', 'New ban', 'admin')
      await control('/bans', 'Lift', 'admin')
    }
    const selected = async () => {
      await page.getByLabel('Select lab').check()
      return page.getByRole('region', { name: 'Selected services' })
    }
    await control('/services', 'Restart', 'operator', selected)
    await control('/services', 'Tag…', 'admin', selected)
    await control('/services', 'Delete', 'admin', selected)
    const menu = async () => {
      await page.getByRole('button', { name: 'More for lab' }).click()
      return page.getByRole('menu', { name: 'More for lab' })
    }
    await control('/services', 'Restart', 'operator', menu)
    await page.keyboard.press('Escape')
    await control('/services', 'Delete', 'admin', menu)
    await page.keyboard.press('Escape')
    await open(`/services/${service.id}?tab=settings`)
    expect(await page.getByLabel('Description', { exact: true }).isDisabled()).toBe(!may(role, 'admin'))
    await open('/settings')
    await page.getByLabel('Comfortable').check()
  }
})
