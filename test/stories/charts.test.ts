import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

test('charts show what services carry and what happened when, to eyes, keyboard and screen readers', async () => {
  const manager = await aManager()
  const service = await createService(manager, echoOn(tcp()))
  const client = await TcpClient.connect(portOf(service))
  onTestFinished(() => client.end())
  client.send('x'.repeat(5000))
  await client.received(5000)
  const page = await aDashboard(manager)
  let reads = 0
  page.on('request', (request) => (reads += request.url().includes('/api/v1/stats') ? 1 : 0))

  await page.getByLabel(/^Bytes per second\. Latest: In .* Most: In [3-5]\.\d KiB\/s/).waitFor()
  const chart = page.getByLabel(/^Connections per second\. Latest/)
  expect(await chart.locator('canvas').count()).toBe(1)
  // One second is known at least.
  await chart.press('End')
  await page
    .getByRole('status')
    .filter({ hasText: /: Opened .*, Refused / })
    .waitFor()

  expect(reads).toBeLessThan(10)
  await page.getByRole('link', { name: /^Open connections 1\s?now/ }).waitFor()
  await page.getByRole('link', { name: /^Traffic \d+\s?B\/s In/ }).waitFor()
  await page.getByRole('link', { name: /^Warnings and errors 0\s?\/min/ }).click()
  await page.waitForURL(/\/live\?q=severity/)
  await page.goto(`${manager.url}/services/${service.id}?tab=stats&range=1h`)
  await page.getByText('Each point is the mean of 10 seconds').waitFor()
  await page.getByRole('figure', { name: 'Messages per second' }).getByRole('button').click()
  const table = page.getByRole('region', { name: 'Messages per second as a table' })
  expect(await table.getByRole('row').count()).toBeLessThan(20)
  await page.getByRole('button', { name: '7 days' }).click()
  await page.getByText('Each point is the mean of an hour').waitFor()
  expect(page.url()).toContain('range=7d')
  await page.getByRole('button', { name: '10 minutes' }).click()
  await page.getByLabel(/^Open connections\. Latest: Open 1/).waitFor()

  await page.goto(`${manager.url}/live`)
  await chooseByDragging(page)
  expect(await times(page)).toEqual([expect.any(Number), expect.any(Number)])
  await page.getByRole('grid').getByText('Connection opened').waitFor()
  await page.getByRole('button', { name: 'Back to live' }).click()
  expect(await times(page)).toEqual([NaN, NaN])

  const bars = page.getByLabel(/^Entries over time\. In all/)
  await bars.press('Home')
  await bars.press('Shift+ArrowRight')
  await page.getByRole('status').filter({ hasText: ': 0 entries' }).waitFor()
  await bars.press('Enter')
  await page.getByText('Nothing happened then').waitFor()
  const [from = 0, to = 0] = await times(page)
  expect(to - from).toBe(20_000)
})

/** Over the newest half of the bars, where all there is has happened. */
async function chooseByDragging(page: Page): Promise<void> {
  const bars = page.getByLabel(/^Entries over time\. In all: [1-9]/)
  await bars.waitFor()
  const { x, y, width } = (await bars.boundingBox()) ?? { x: 0, y: 0, width: 0 }
  await page.mouse.move(x + width / 2, y + 20)
  await page.mouse.down()
  await page.mouse.move(x + width - 2, y + 20, { steps: 3 })
  await page.mouse.up()
  await page.getByRole('button', { name: 'Back to live' }).waitFor()
}

/** What the address bounds the log by, in milliseconds since the epoch; NaN: by nothing. */
async function times(page: Page): Promise<number[]> {
  const { searchParams } = new URL(page.url())
  return ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''))
}
