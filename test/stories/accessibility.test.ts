import type { Chat, Connection, Page, Service } from '@switchboard/contract'
import type { Page as BrowserPage } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { brokenRulesEverywhere, goTo } from '../support/accessibility.ts'
import { holdPort } from '../support/port.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import type { Manager } from '../support/manager.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'
import { beginUpload, upload } from '../support/upload.ts'

test(
  'no screen breaks a rule of WCAG 2.2 A and AA, light and dark, wide and narrow',
  { timeout: 300_000 },
  async () => {
    const manager = await aManager()
    const running = await createService(manager, {
      ...echoOn(tcp()),
      tags: ['lab', 'LongTagWithoutAnyBlankThatIsFortyLetters'],
      access: { allow: ['127.0.0.0/8', '10.0.0.0/8'], deny: ['10.1.0.0/16'] },
    })
    const { port, release } = await holdPort()
    onTestFinished(release)
    const create = (name: string, listen: ReturnType<typeof tcp>[]) =>
      manager.rest.post<Service>('/services', { ...echoOn(...listen), name })
    const failed = await create('failed', [tcp(portOf(running))])
    const degraded = await create('degraded', [tcp(), tcp(port)])
    expect([failed.body.state, degraded.body.state]).toEqual(['failed', 'degraded'])
    const gone = await TcpClient.connect(portOf(running))
    gone.end()
    await gone.closed()
    const client = await TcpClient.connect(portOf(running))
    onTestFinished(() => client.end())
    client.send('hello')
    await client.received(5)
    const open = await openConnection(manager)
    const { desk, talk } = await aTalk(manager)
    const { box, transfer } = await aTransfer(manager)

    const service = `/services/${running.id}`
    const screens: [path: string, shown: (page: BrowserPage) => Promise<unknown>][] = [
      ['/', (page) => page.getByText('Connection opened').first().waitFor()],
      ['/services', (page) => page.getByText('1 missing').waitFor()],
      ['/services?sort=-bytes&tag=lab', selectAndAsk],
      ['/services?q=nobody', (page) => page.getByText('No service passes the filter').waitFor()],
      [`/services/new?clone=${running.id}`, unfold],
      ['/services/new?protocol=timestamp', unfold],
      [service, (page) => page.getByRole('heading', { name: 'Try it' }).waitFor()],
      [`/services/${degraded.body.id}`, (page) => page.getByText('Not listening').waitFor()],
      [`/services/${failed.body.id}`, (page) => page.getByText('Not listening').waitFor()],
      [`${service}?tab=live`, (page) => page.getByText('Connection opened').first().waitFor()],
      [`${service}?tab=connections`, (page) => page.getByText('Recent').waitFor()],
      [`${service}?tab=stats`, (page) => page.getByLabel(/^Open connections\. Latest/).waitFor()],
      [`${service}?tab=stats`, (page) => page.getByRole('button', { name: 'View as table' }).first().click()],
      [
        `${service}?tab=stats&range=7d`,
        (page) => page.getByText('Each point is the mean of an hour').waitFor(),
      ],
      [`${service}?tab=access`, testAnAddress],
      [`${service}?tab=settings`, (page) => compareSettings(manager, running.id, page)],
      ['/settings?tab=environment', (page) => page.getByText('SWITCHBOARD_PORT').waitFor()],
      [`/services/${desk}?tab=chat`, (page) => page.getByText('No talk is chosen').waitFor()],
      [`/services/${desk}?tab=chat&chat=${talk}`, (page) => page.getByText('Nobody else').first().waitFor()],
      [`/services/${desk}?tab=chat&chat=all`, (page) => page.getByText('Goes to everybody').waitFor()],
      [`/connections/${talk}`, (page) => page.getByRole('log').waitFor()],
      [`/client?service=${running.id}`, talkAsClient],
      ['/files', (page) => page.getByRole('button', { name: /^Delete/ }).waitFor()],
      [`/services/${box}?tab=files`, askToDelete],
      [`/connections/${transfer}`, (page) => page.getByText('Receiving').waitFor()],
      ['/live', inspect],
      ['/live?sel=1', (page) => page.getByText('1 entry selected').waitFor()],
      ['/live', mistype],
      ['/live?q=svc:*', suggest],
      ['/live', offerFilters],
      ['/live?cleared=99999&cols=time,event,user,duration', chooseColumns],
      ['/live', findCommand],
      ['/connections', showKeys],
      ['/connections?q=state:open', askToKill],
      ['/live', chooseTimes],
      ['/connections', (page) => page.getByRole('button', { name: /^Kill/ }).first().waitFor()],
      ['/connections?tab=recent', (page) => page.getByText('Peer closed').first().waitFor()],
      [`/connections/${open}`, (page) => page.getByText('Connection opened').first().waitFor()],
      [
        '/audit',
        (page) =>
          page
            .getByRole('button', { name: /details$/ })
            .first()
            .click(),
      ],
      ['/settings', (page) => page.getByLabel('Comfortable').waitFor()],
      ['/settings?q=most', (page) => page.getByLabel('Age at most (days)').waitFor()],
      ['/settings?tab=webhooks', (page) => page.getByText('No webhooks').waitFor()],
      ['/docs?op=applyServices', (page) => page.getByRole('heading', { name: 'Body' }).waitFor()],
      ['/nothing', (page) => page.getByRole('heading').first().waitFor()],
      ['/tokens', makeToken],
      ['/tokens', chooseServices],
      ['/setup', signOut],
      ['/login', (page) => signInByName(manager, page)],
      ['/account', (page) => showQrCode(manager, page)],
      ['/users', (page) => page.getByText('Takes the role admin').waitFor()],
      ['/users', (page) => changeUser(manager, page)],
    ]
    // Browsers log what the API answers to who is not signed in.
    const page = await aDashboard(manager, '/', [/status of 40[14]/, /HTTP Authentication failed/])
    const found: string[] = []
    for (const [path, shown] of screens) {
      await goTo(page, manager.url + path)
      await shown(page)
      const broken = await brokenRulesEverywhere(page)
      found.push(...broken.map((rule) => `${path} ${rule}`))
    }
    expect(found).toEqual([])
  },
)

/** Changes to be reviewed, which meet those of somebody else, and mistakes. */
async function compareSettings(manager: Manager, id: string, page: BrowserPage) {
  await page.getByLabel('Name', { exact: true }).fill('')
  await page.getByLabel('Backlog (connections)').fill('many')
  await page.getByRole('button', { name: 'Review and save' }).click()
  await page.getByText('2 entries cannot be sent').waitFor()
  await manager.rest.patch(`/services/${id}`, { description: 'by somebody else', socket: { backlog: 64 } })
  await page.getByRole('button', { name: 'All of theirs' }).waitFor()
}

async function makeToken(page: BrowserPage) {
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('Name', { exact: true }).fill('LongNameWithoutAnyBlank'.repeat(2))
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByText('Copy it now').waitFor()
}

async function chooseServices(page: BrowserPage) {
  await page.getByRole('button', { name: /^Revoke/ }).click()
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('Only some').check()
  await page.getByLabel('Expires').selectOption('Until a date')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByText('Choose at least one').first().waitFor()
}

async function signOut(page: BrowserPage) {
  await page.context().clearCookies()
  await page.reload()
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText('Setup code is needed').waitFor()
}

const vera = { username: 'vera', password: 'looks at many things', role: 'viewer' }

async function signInByName(manager: Manager, page: BrowserPage) {
  await manager.rest.post('/users', vera)
  await page.reload()
  await page.getByLabel('Username').fill(vera.username)
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
}

async function showQrCode(manager: Manager, page: BrowserPage) {
  const { username, password } = vera
  await page.request.post(`${manager.url}/api/v1/session`, { data: { username, password } })
  await page.goto(`${manager.url}/account`)
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('button', { name: 'Set up…' }).click()
  await page.getByLabel('Your password', { exact: true }).fill(vera.password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
  await page.getByRole('button', { name: /^Account/ }).click()
}

async function changeUser(manager: Manager, page: BrowserPage) {
  await page.request.post(`${manager.url}/api/v1/session`, { data: { token: manager.token } })
  await page.reload()
  await page.getByRole('button', { name: 'New user' }).click()
  await page.getByLabel('First password', { exact: true }).fill('1234567890')
  await page.getByRole('button', { name: 'Change vera' }).click()
  await page.getByRole('button', { name: 'Delete vera' }).click()
}

async function unfold(page: BrowserPage) {
  await page.getByLabel('Name').waitFor()
  for (const summary of await page.locator('summary').all()) await summary.click()
  await page.getByLabel('Connection rate').check()
}

/** Work on many services is asked about, and the menu of one is open over it. */
/** All that pass the filter are selected, and their number is in the question. */
async function askToKill(page: BrowserPage): Promise<void> {
  await page.getByRole('button', { name: /^Kill the \d/ }).click()
  await page.getByRole('group', { name: /^Kill \d+ connections?\?/ }).waitFor()
}

async function selectAndAsk(page: BrowserPage) {
  await page.getByRole('checkbox', { name: 'Select echo-lab' }).check()
  await page.getByRole('button', { name: 'Tag…' }).click()
  await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('lab')
  await page.getByRole('button', { name: 'More for echo-lab' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor()
}

async function testAnAddress(page: BrowserPage) {
  await page.getByLabel('Address of a peer').fill('10.1.2.3')
  await page.getByRole('button', { name: 'Test' }).click()
  await page.getByText('Denied by 10.1.0.0/16', { exact: true }).waitFor()
}

async function talkAsClient(page: BrowserPage) {
  await page.getByLabel('Text', { exact: true }).fill('hello')
  await page.getByRole('button', { name: 'Add a message' }).click()
  await page.getByLabel('Expected answer').selectOption('Exactly this text')
  await page.getByLabel('TLS').check()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('There was no connection').waitFor()
  await page.getByLabel('TLS').uncheck()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('We hung up').waitFor()
  await page.getByText('Copy as nc').click()
  await page.getByLabel('Hexadecimal', { exact: true }).fill('6g')
}

async function askToDelete(page: BrowserPage) {
  await page.getByRole('button', { name: /^Delete Long/ }).click()
  await page.getByRole('group', { name: 'Delete it for good?' }).waitFor()
}

async function mistype(page: BrowserPage): Promise<void> {
  await page.getByRole('combobox', { name: 'Filter' }).fill('dur>5')
  await page.getByText('At character').waitFor()
}

async function suggest(page: BrowserPage): Promise<void> {
  const filter = page.getByRole('combobox', { name: 'Filter' })
  await filter.press('End')
  await filter.pressSequentially(' s')
  await page.getByRole('listbox').getByRole('option').first().waitFor()
  await filter.press('ArrowDown')
}

async function chooseTimes(page: BrowserPage): Promise<void> {
  await page.getByRole('button', { name: 'Choose times' }).click()
  await page.getByLabel('From').waitFor()
}

async function offerFilters(page: BrowserPage) {
  await page.getByRole('grid').getByText('Connection opened').first().click({ button: 'right' })
  await page.getByRole('menu').waitFor()
}

async function chooseColumns(page: BrowserPage) {
  await page.getByText('Cleared: what came before').waitFor()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Duration' }).waitFor()
}

async function findCommand(page: BrowserPage) {
  await page.getByRole('grid').getByText('Connection opened').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^Search/ }).fill('start')
  await page.getByRole('dialog').getByRole('option').first().waitFor()
}

async function showKeys(page: BrowserPage) {
  await page.getByRole('button', { name: /^Kill/ }).first().waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
}

async function inspect(page: BrowserPage) {
  await page
    .getByRole('row', { name: /Connection opened/ })
    .first()
    .click()
  await page.getByRole('complementary', { name: /^Entry/ }).waitFor()
}

/** A chat service with an open talk, of which one message is read and one is not. */
async function aTalk(manager: Manager): Promise<{ desk: string; talk: string }> {
  const chat = { name: 'desk', protocol: 'chat', listen: [tcp()], options: { greeting: 'Welcome.' } }
  const desk = await createService(manager, { ...chat, desired: 'running' })
  for (const words of ['hello', 'Nobody else? \u001b[0m']) {
    const client = await TcpClient.connect(portOf(desk))
    onTestFinished(() => client.end())
    client.send(words)
  }
  const chats = async () => {
    const { body } = await manager.rest.get<Page<Chat>>(`/services/${desk.id}/chats`)
    return body.items.filter(({ connection }) => connection.unread === 1)
  }
  await expect.poll(async () => (await chats()).length).toBe(2)
  return { desk: desk.id, talk: (await chats())[0]?.connection.id ?? '' }
}

/** A file-transfer service with a file, and an upload that is half done. */
async function aTransfer(manager: Manager): Promise<{ box: string; transfer: string }> {
  const options = { reply: 'json', minBytesPerSecond: 0 }
  const box = { name: 'box', protocol: 'file-transfer', listen: [tcp()], options }
  const service = await createService(manager, { ...box, desired: 'running' })
  const [port, { id }] = [portOf(service), service]
  expect(await upload(port, 'LongNameWithoutAnyBlank'.repeat(10), Buffer.alloc(5))).toMatchObject({
    status: 'ok',
  })
  await beginUpload(port, 'half.bin', 2000, 1000)
  const open = () => manager.rest.get<Page<Connection>>(`/connections?state=open&service=${id}`)
  await expect.poll(async () => (await open()).body.items[0]?.transfer?.bytes).toBe(1000)
  return { box: id, transfer: (await open()).body.items[0]?.id ?? '' }
}

/** The id of the only open connection, once it is on the disk. */
async function openConnection(manager: Manager): Promise<string> {
  const list = () => manager.rest.get<Page<Connection>>('/connections?state=open')
  await expect.poll(async () => (await list()).body.items.length).toBe(1)
  return (await list()).body.items[0]?.id ?? ''
}
