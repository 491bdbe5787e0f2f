import { once } from 'node:events'
import { connect } from 'node:net'
import type { Page as BrowserPage } from 'playwright-core'
import { expect } from 'vitest'
import type { Connection, Page } from '@switchboard/contract'
import { SCRIPTS } from '../fixtures/scripts-in-texts.ts'
import { portOf } from '../support/services.ts'
import { aDashboard } from '../support/story.ts'
import { upload } from '../support/upload.ts'
import { managerRow } from './fault.ts'
import type { Scene } from './scene.ts'

type Screen = { path: string; ready: (page: BrowserPage) => Promise<unknown> }

managerRow(
  {
    row: 46,
    what: `${SCRIPTS.length} scripts in every text that strangers or users can write, looked at in Chromium`,
    expected:
      'shown as text; none runs, none is stopped by the content security policy because it got that far',
  },
  async (scene) => {
    const screens = await fillEverything(scene)
    const page = await aDashboard(scene.manager, '/', [/status of 400/])
    const ran = await watch(page)
    let texts = 0
    for (const { path, ready } of screens) {
      await page.goto(scene.manager.url + path)
      await ready(page)
      const { shown, alive } = await lookAround(page)
      expect(shown, `${path} shows no such text at all`).toBeGreaterThan(0)
      expect(alive, path).toEqual([])
      texts += shown
    }
    expect(ran).toEqual([])
    return `${screens.length} screens with ${texts} such texts: 0 run, 0 reports`
  },
)

/** Writes the scripts wherever something can be written, and answers where they show. */
async function fillEverything(scene: Scene): Promise<Screen[]> {
  const { rest } = scene
  const capture = { mode: 'full', maxBytesPerConnection: 1_000_000 }
  const described = { description: SCRIPTS.slice(0, 8).join(' ').slice(0, 500), tags: [] }
  const echo = await scene.start('echo', { capture, ...described })
  const greeting = await scene.start('greeting', {
    options: { message: SCRIPTS.join('\n').slice(0, 1000) },
    capture,
  })
  const chat = await scene.start('chat', { options: { greeting: SCRIPTS[0] }, capture })
  const box = await scene.start('file-transfer', { options: { reply: 'json' } })

  await say(portOf(echo), SCRIPTS)
  await say(portOf(greeting), [])
  await say(portOf(chat), SCRIPTS.slice(0, 60))
  for (const name of SCRIPTS) await upload(portOf(box), name, Buffer.from(name))
  for (const name of SCRIPTS.slice(0, 20))
    await rest.post('/tokens', { name: name.slice(0, 64), role: 'viewer' })
  for (const name of SCRIPTS.slice(0, 20)) {
    await rest.post('/webhooks', {
      name: name.slice(0, 64),
      url: 'https://hooks.example.com/',
      enabled: false,
    })
  }
  for (const username of SCRIPTS.slice(0, 3)) await rest.post('/session', { username, password: username })

  const talk = await connectionOf(scene, echo.id)
  const chatted = await connectionOf(scene, chat.id)
  const sees = (text: string) => (page: BrowserPage) => page.getByText(text).first().waitFor()
  const SCRIPT = '__ran'
  return [
    { path: '/', ready: sees(SCRIPT) },
    { path: '/live', ready: sees(SCRIPT) },
    { path: '/live?q=text:onerror', ready: inspect },
    { path: `/live?q=${encodeURIComponent(SCRIPTS[0] ?? '')}`, ready: wrongFilter },
    { path: `/services/${echo.id}`, ready: sees(SCRIPT) },
    { path: `/services/${greeting.id}?tab=settings`, ready: (page) => page.getByLabel('Name').waitFor() },
    { path: `/services/${chat.id}?tab=chat&chat=${chatted}`, ready: sees(SCRIPT) },
    { path: `/connections/${talk}`, ready: sees(SCRIPT) },
    { path: '/files', ready: sees(SCRIPT) },
    { path: '/tokens', ready: sees(SCRIPT) },
    { path: '/audit', ready: sees(SCRIPT) },
    { path: '/settings?tab=webhooks', ready: sees(SCRIPT) },
    {
      path: `/${encodeURIComponent(SCRIPTS[0] ?? '')}`,
      ready: (page) => page.getByRole('heading').first().waitFor(),
    },
  ]
}

async function inspect(page: BrowserPage): Promise<void> {
  await page.getByRole('row', { name: /__ran/ }).first().click()
  await page.getByRole('complementary', { name: /^Entry/ }).waitFor()
}

const wrongFilter = (page: BrowserPage) => page.getByText('At character').first().waitFor()

/** Says one line after the other, hears what there is to hear, and hangs up. */
async function say(port: number, lines: readonly string[]): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.resume()
  await once(socket, 'connect')
  for (const line of lines) {
    socket.write(`${line}\n`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  socket.end()
  await once(socket, 'close')
}

async function connectionOf({ rest }: Scene, service: string): Promise<string> {
  let id = ''
  const list = () => rest.get<Page<Connection>>(`/connections?state=closed&service=${service}`)
  await expect
    .poll(async () => {
      id = (await list()).body.items[0]?.id ?? ''
      return id
    })
    .not.toBe('')
  return id
}

/** What ran, and what the browser's policy had to stop. */
async function watch(page: BrowserPage): Promise<string[]> {
  const ran: string[] = []
  await page.exposeFunction('__ran', () => void ran.push(`a script ran on ${page.url()}`))
  await page.exposeFunction('__stopped', (what: string) => void ran.push(`${what} on ${page.url()}`))
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => __stopped('the policy stopped ' + event.violatedDirective))`,
  )
  page.on('dialog', (dialog) => void dialog.dismiss())
  return ran
}

/** How many such texts are on the page, and every element that could run one of them. */
async function lookAround(page: BrowserPage): Promise<{ shown: number; alive: string[] }> {
  return await page.evaluate(`(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(({ value }) => value)
    const texts = [document.body.innerText, location.href, ...fields].join('\\n')
    const elements = [...document.querySelectorAll('*')]
    const isAlive = (element) =>
      [...element.attributes].some(({ name, value }) => name.startsWith('on') || /^\\s*javascript:/i.test(value)) ||
      element.matches('iframe, object, embed, base, meta[http-equiv], script:not([src]), img[src="x"]')
    return { shown: texts.split('__ran').length - 1, alive: elements.filter(isAlive).map((element) => element.outerHTML.slice(0, 200)) }
  })()`)
}
