import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = JSON.stringify({
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
})

/** The rules of WCAG 2.2 A and AA that the page breaks as it is shown now, each with the elements that do. */
export async function brokenRules(page: Page): Promise<string[]> {
  // Its source is put in once for each loaded page: that takes four times as long as a run.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${RULES})`)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** The same in light and dark, at each width in pixels, and whether the page scrolls sideways. It ends wide again. */
export async function brokenRulesEverywhere(page: Page, widths = [1280, 320]): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      const broken = await brokenRules(page)
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) {
        broken.push('scrolls sideways')
      }
      found.push(...broken.map((rule) => `${colorScheme} ${width} px: ${rule}`))
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  return found
}
