import type { Chat, Page as ListPage, Service } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Conversation } from '../support/conversation.ts'
import type { Manager } from '../support/manager.ts'
import { freePort } from '../support/port.ts'
import { createService, portOf, tcp } from '../support/services.ts'
import { aDashboard, aManager, sharedManager } from '../support/story.ts'

const theManager = sharedManager()

const LINES = { framing: { kind: 'lines', maxBytes: 65_536 } }

const aDesk = (manager: Manager, options: Record<string, unknown> = LINES): Promise<Service> =>
  createService(manager, { name: 'desk', protocol: 'chat', listen: [tcp()], options, desired: 'running' })

const chatOf = ({ id }: Service) => `/services/${id}?tab=chat`
const caller = (page: Page, words: string | RegExp) => page.getByRole('link', { name: words })
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message to/ })
const log = (page: Page) => page.getByRole('log')

test('an operator answers a caller who has nc; two dashboards agree on what is unread', async () => {
  const manager = await theManager()
  const desk = await aDesk(manager)
  const [ada, ben] = [await aDashboard(manager, chatOf(desk)), await aDashboard(manager, chatOf(desk))]
  for (const page of [ada, ben]) await page.getByText('Nobody has called yet').waitFor()

  const nc = new Conversation(portOf(desk))
  nc.type('hello?\nanybody there?\n')
  for (const page of [ada, ben]) await caller(page, /anybody there\?.*2 unread/).waitFor()
  await ben.getByRole('link', { name: 'Chat 2' }).waitFor()

  await caller(ada, /anybody there/).click()
  await log(ada).getByText('hello?').waitFor()
  for (const page of [ada, ben]) {
    await caller(page, /unread/).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Chat', exact: true }).waitFor()
  }

  await composer(ada).fill('Yes, Ada is here.')
  await composer(ada).press('Enter')
  await nc.reads(/^Yes, Ada is here\.\n$/)
  await log(ada).getByText('Yes, Ada is here.').waitFor()
  expect(await composer(ada).inputValue()).toBe('')
  await caller(ben, /Operator: Yes, Ada is here\./).click()
  await log(ben).getByText('Yes, Ada is here.').waitFor()
})

test('what arrives takes neither the focus nor the draft, which outlives going away and reloading', async () => {
  const manager = await theManager()
  const desk = await aDesk(manager)
  const nc = new Conversation(portOf(desk))
  nc.type('first\n')
  const page = await aDashboard(manager, chatOf(desk))
  await caller(page, /first/).click()
  await composer(page).fill('half a sen')
  nc.type('second\n')
  await log(page).getByText('second').waitFor()
  await page.keyboard.type('tence')
  const isKept = () => expect.poll(() => composer(page).inputValue()).toBe('half a sentence')
  await isKept()
  await page.getByRole('link', { name: 'To all' }).click()
  await page.getByText('Goes to everybody who is here: 1 caller.').waitFor()
  expect(await composer(page).inputValue()).toBe('')
  await caller(page, /second/).click()
  await isKept()
  await page.reload()
  await isKept()
  await composer(page).press('Shift+Enter')
  await page.keyboard.type('and a second line')
  await page.getByRole('button', { name: 'Send' }).click()
  await nc.reads(/half a sentence\nand a second line\n/)
})

test('an operator speaks to all, and ends a talk with the quit word; it can be read afterwards', async () => {
  const manager = await theManager()
  const desk = await aDesk(manager)
  const [one, two] = [new Conversation(portOf(desk)), new Conversation(portOf(desk))]
  one.type('one here\n')
  two.type('two here\n')
  const page = await aDashboard(manager, chatOf(desk))
  await caller(page, /two here/).waitFor()
  await page.getByRole('link', { name: 'To all' }).click()
  await composer(page).fill('Closing soon.')
  await composer(page).press('Enter')
  await page.getByText('Sent to 2 callers.').waitFor()
  for (const nc of [one, two]) await nc.reads(/Closing soon\./)

  const { body } = await manager.rest.get<ListPage<Chat>>(`/services/${desk.id}/chats`)
  await page.goto(`${manager.url}${chatOf(desk)}&chat=${body.items[1]?.connection.id}`)
  await log(page).getByText('one here').waitFor()
  await log(page).getByText('to all').waitFor()
  await composer(page).fill('q')
  await composer(page).press('Enter')
  await one.reads(/q\n/)
  await page.getByText('This talk is over: protocol finished.').waitFor()
  await page.reload()
  await page.getByText('This talk is over').waitFor()
  await log(page).getByText('Closing soon.').waitFor()
  await page.getByRole('link', { name: 'Connection', exact: true }).click()
  await page.getByRole('heading', { name: 'Journal' }).waitFor()
  await log(page).getByText('one here').waitFor()
})

test('the dashboard finds its talks again after a restart: nothing is lost and nothing shown twice', async () => {
  const [port, servicePort] = [await freePort(), await freePort()]
  const env = { SWITCHBOARD_PORT: String(port) }
  const first = await aManager({ env })
  const desk = await createService(first, {
    ...{ name: 'desk', protocol: 'chat', listen: [tcp(servicePort)], options: LINES },
    ...{ drainTimeoutMs: 0, desired: 'running' },
  })
  const before = new Conversation(servicePort)
  before.type('before\n')
  const page = await aDashboard(first, chatOf(desk), [/WebSocket|ERR_CONNECTION_REFUSED|503/])
  await caller(page, /before/).click()
  await log(page).getByText('before').waitFor()
  await first.end('SIGTERM')

  const second = await aManager({ env, dataDir: first.dataDir })
  const state = async () => (await second.rest.get<Service>(`/services/${desk.id}`)).body.state
  await expect.poll(state).toBe('running')
  await page.getByText('This talk is over: service stopped.').waitFor()
  new Conversation(servicePort).type('after\n')
  await caller(page, /after.*1 unread/).waitFor()
  expect(await log(page).getByRole('listitem').allInnerTexts()).toHaveLength(1)
  await caller(page, /after/).click()
  await log(page).getByText('after').waitFor()
  expect(await log(page).getByRole('listitem').allInnerTexts()).toHaveLength(1)
})

test('what a caller sends is shown as text and never obeyed', async () => {
  const manager = await theManager()
  const desk = await aDesk(manager, {})
  const nc = new Conversation(portOf(desk))
  const markup = '<img src=x onerror="document.title=1"><script>document.title=1</script>{@html 1}&lt;'
  nc.type(Buffer.concat([Buffer.from(`${markup}\u001b[2J\u202e`), Buffer.from([0xff, 0])]))
  const page = await aDashboard(manager, chatOf(desk))
  await caller(page, /<img src=x/).click()
  await log(page).getByText(`${markup}‹ESC›[2J‹202E›\ufffd‹NUL›`).waitFor()
  await log(page).getByText('not UTF-8').waitFor()
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await page.title()).toContain('desk')
  await page.goto(`${manager.url}/live`)
  await page
    .getByRole('row', { name: /Chat message/ })
    .first()
    .waitFor()
  expect(await page.locator('main img, main script').count()).toBe(0)
})
