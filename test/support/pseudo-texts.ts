import type { Page } from 'playwright-core'

/** What is no language: names, addresses, times, code, and what the elements say of themselves. */
const DATA =
  'bdi, code, kbd, pre, time, samp, script, style, noscript, svg, textarea, option[lang], [lang] [lang], .mono'

/**
 * The texts of a page in the pseudo-locale that nobody could translate: they stand outside of its brackets. `isData`
 * knows names and values of the story. Attributes that are read aloud count as well.
 */
export async function untranslatable(page: Page, isData: RegExp): Promise<string[]> {
  const found = await page.evaluate((data) => {
    const plain: string[] = []
    let depth = 0
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? ''
      const opens = text.split('[').length - text.split(']').length
      if (depth === 0 && !text.includes('[') && !node.parentElement?.closest(data)) plain.push(text.trim())
      depth = Math.max(0, depth + opens)
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const text = element.getAttribute(name) ?? ''
        if (!text.includes('[') && !element.closest(data)) plain.push(`${name}: ${text}`)
      }
    }
    return plain
  }, DATA)
  return [...new Set(found)].filter((text) => /\p{L}{2}/u.test(text) && !isData.test(text))
}

/** How many pixels a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
