import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { Relay } from '../support/relay.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { recordedEntries, shownEntries } from '../support/shown-entries.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

const aManager = sharedManager()

test('the chip tells whether the log follows, stands still or shows the past, and leads back', async () => {
  const { say, manager } = await aTalk()
  await say(150)
  const page = await aDashboard(manager, '/live')
  await chip(page, 'Live').waitFor()
  await page.getByRole('grid').getByText('line 149').first().waitFor()
  await page.getByRole('combobox', { name: 'Filter' }).fill('ev:sent')
  await page.getByRole('option', { name: /^message\.sent \d+×$/ }).waitFor()
  await page.getByRole('combobox', { name: 'Filter' }).fill('dur>5')
  await page.getByText('At character').waitFor()
  await expect.poll(() => page.getByRole('grid').evaluate(belowTheView)).toBe(0)
  await page.getByRole('combobox', { name: 'Filter' }).fill('')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Space')
  await chip(page, 'Paused').waitFor()
  await say(5)
  await chip(page, 'Paused +10').click()
  await chip(page, 'Live').waitFor()
  await page.getByRole('grid').getByText('line 154').first().waitFor()

  await page.goto(`${manager.url}/live?seq=7`)
  await chip(page, 'History').click()
  await chip(page, 'Live').waitFor()
  expect(new URL(page.url()).search).toBe('')
  await page.getByRole('grid').getByText('line 154').first().waitFor()

  await page.goto(`${manager.url}/live?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`)
  await page.getByText('Nothing happened then').waitFor()
  await chip(page, 'History').waitFor()
  await page.getByRole('link', { name: 'Services' }).first().click()
  await chip(page, 'Live').waitFor()
})

test('chosen columns are remembered, an address overrules them, and a service has the same log and histogram', async () => {
  const { say, manager, service } = await aTalk()
  await say(2)
  const page = await aDashboard(manager, '/live')
  await page.getByRole('grid').getByText('line 1').first().waitFor()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Time since the row above' }).check()
  await page.getByRole('checkbox', { name: 'Preview' }).uncheck()
  expect(new URL(page.url()).searchParams.get('cols')).toBe('seq,time,delta,service,event,peer,dir,bytes')
  await page.getByRole('columnheader', { name: 'Δt' }).waitFor()
  expect(await page.locator('.delta').last().textContent()).toMatch(/^[+−]\d+ ms$/)

  await page.goto(`${manager.url}/live?cols=time,event`)
  await page.getByRole('grid').getByText('Message sent').first().waitFor()
  expect(await page.getByRole('columnheader').allTextContents()).toEqual(['Time', 'Event'])

  await page.goto(`${manager.url}/services/${service.id}?tab=live`)
  await page.getByRole('columnheader', { name: 'Δt' }).waitFor()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'The usual ones' }).click()
  await page.getByRole('columnheader', { name: 'Preview' }).waitFor()
  await page.reload()
  await page.getByRole('columnheader', { name: 'Preview' }).waitFor()
  await page.keyboard.press('k')
  await page.keyboard.press('x')
  await page.keyboard.press('k')
  await page.keyboard.press('x')
  await page.getByRole('status').getByText('2 entries selected').waitFor()
  expect(new URL(page.url()).searchParams.get('sel')).toMatch(/^\d+,\d+$/)
  expect(await page.getByRole('row', { selected: true }).count()).toBe(2)
  await page.getByRole('button', { name: 'Select none' }).click()
  const bars = page.getByLabel(/^Entries over time\. In all: [1-9]/)
  await bars.press('Home')
  await bars.press('Enter')
  await page.getByText('Nothing happened then').waitFor()
  expect(new URL(page.url()).searchParams.has('from')).toBe(true)
})

test('whoever is cut off again and again misses no entry, sees none twice, and all in order', async () => {
  const { say, manager } = await aTalk()
  const relay = await Relay.to(manager.url)
  onTestFinished(() => relay.close())
  const page = await aDashboard({ ...manager, url: relay.url }, '/live', [/WebSocket|ERR_|Failed to load/])
  await chip(page, 'Live').waitFor()
  await page.getByRole('grid').waitFor()
  for (let cut = 0; cut < 5; cut++) {
    const saying = say(100)
    relay.cut()
    await chip(page, 'Reconnecting').waitFor()
    await saying
    await chip(page, 'Live').waitFor()
  }
  await page.getByRole('grid').getByText('line 499').last().waitFor()
  const shown = await shownEntries(page)
  expect(shown).toEqual(await recordedEntries(manager, shown[0] ?? 0))
  expect(shown.length).toBeGreaterThan(1000)
})

/** Pixels of a list that are below what is in sight. */
const belowTheView = (list: Element) => list.scrollHeight - list.clientHeight - Math.ceil(list.scrollTop)

/** What the chip says is the state, and how many entries came since. */
const chip = (page: Page, words: string) =>
  page.getByRole('banner').locator('.chip').filter({ hasText: words })

/** A client of an echo service by lines; each line makes two entries, and `say` waits for the last of them. */
async function aTalk() {
  const manager = await aManager()
  const service = await createService(manager, {
    ...echoOn(tcp()),
    options: { framing: { kind: 'lines', maxBytes: 1000 } },
    capture: { mode: 'full' },
  })
  const client = await TcpClient.connect(portOf(service))
  onTestFinished(() => client.end())
  let [said, bytes] = [0, 0]
  async function say(lines: number): Promise<void> {
    for (const end = said + lines; said < end; said++) {
      const line = `line ${said}\n`
      bytes += line.length
      client.send(line)
    }
    await client.received(bytes)
  }
  return { manager, service, say }
}
