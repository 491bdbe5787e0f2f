import type { Browser } from 'playwright-core'
import { signIn } from '../../test/support/browser.ts'
import type { Manager } from '../../test/support/manager.ts'
import { Relay } from '../../test/support/relay.ts'
import { recordedEntries, shownEntries } from '../../test/support/shown-entries.ts'
import { Talker } from './talker.ts'

/** `entries`: on record while the log was open; `disordered`: those that stand behind a newer one. */
export type Losses = { entries: number; lost: number; repeated: number; disordered: number }

const SETTLED_MS = 60_000

/** A live log whose network is cut so many times, while so many entries a second are made. */
export async function countLosses(
  browser: Browser,
  manager: Manager,
  port: number,
  perSecond: number,
  cuts: number,
): Promise<Losses> {
  const relay = await Relay.to(manager.url)
  const context = await browser.newContext()
  await signIn(context, manager)
  const page = await context.newPage()
  await page.goto(`${relay.url}/live`)
  await page.getByRole('grid').waitFor()
  const talker = await Talker.begin(port, perSecond / 2)
  const chip = (words: string) =>
    page.getByRole('banner').locator('.chip').getByText(words, { exact: true }).waitFor()
  for (let cut = 0; cut < cuts; cut++) {
    await chip('Live')
    // At another moment of what a dashboard does each time: right after it came back, in the midst of what it missed.
    await page.waitForTimeout((cut % 10) * 30)
    relay.cut()
    await chip('Reconnecting')
  }
  await chip('Live')
  const last = `line ${(await talker.end()) - 1}`
  await page.getByRole('grid').getByText(last).last().waitFor({ timeout: SETTLED_MS })
  const shown = await shownEntries(page)
  await context.close()
  relay.close()
  return compare(shown, await recordedEntries(manager, shown[0] ?? 0))
}

function compare(shown: readonly number[], recorded: readonly number[]): Losses {
  const seen = new Set(shown)
  return {
    entries: recorded.length,
    lost: recorded.filter((seq) => !seen.has(seq)).length,
    repeated: shown.length - seen.size,
    disordered: shown.filter((seq, index) => seq < (shown[index - 1] ?? 0)).length,
  }
}
