import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = JSON.stringify({
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
})

/** The rules of WCAG 2.2 A and AA that (a part of) the page breaks as it is shown now, each with the elements that do. */
export async function brokenRules(page: Page, part = 'html'): Promise<string[]> {
  // Its source is put in once for each loaded page: that takes four times as long as a run.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run('${part}', ${RULES})`)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** The same in light and dark, wide and narrow, and whether the page scrolls sideways. It ends wide again. */
export async function brokenRulesEverywhere(
  page: Page,
  { widths = [1280, 320], part = 'html' } = {},
): Promise<string[]> {
  const found: string[] = []
  const schemes = ['light', 'dark'] as const
  for (const [colorScheme, width] of schemes.flatMap((scheme) => widths.map((px) => [scheme, px] as const))) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 800 })
    const broken = await brokenRules(page, part)
    if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) {
      broken.push('scrolls sideways')
    }
    found.push(...broken.map((rule) => `${colorScheme} ${width} px: ${rule}`))
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  return found
}

/**
 * Opens another screen without loading the page anew, so that axe stays in it: to put it in takes longer than to run
 * it. Where something unsaved keeps the screen, the page is loaded.
 */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.keyboard.press('Escape')
  const here = await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
    return location.href
  }, address)
  if (here !== address) await page.goto(address)
}
