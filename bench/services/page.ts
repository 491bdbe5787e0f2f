/// <reference lib="dom" />

import type { Page } from 'playwright-core'

/** What the page did over a while: frames in a second, and the pieces of work that held it up for 50 ms or more. */
export type Smoothness = { fps: number; longTasks: number[] }

/** Rows on one page of the list. */
export const ROWS = 100

/** Milliseconds from the start of the page's load to the first frame with the whole list in it. */
export async function timeOfLoad(page: Page, url: string): Promise<number> {
  await page.goto(url)
  return await page.evaluate(untilPainted, { rows: ROWS, from: 0 })
}

/** The same from a click on a link, in a page that is loaded. */
export async function timeOfClick(page: Page, selector: string): Promise<number> {
  const from = await page.evaluate((link) => {
    const now = performance.now()
    document.querySelector<HTMLElement>(link)?.click()
    return now
  }, selector)
  return await page.evaluate(untilPainted, { rows: ROWS, from })
}

/** Milliseconds from a click on the head of a column to the frame in which the list is sorted. */
export function timeOfSort(page: Page, column: string): Promise<number> {
  return page.evaluate(async (label) => {
    const heads = [...document.querySelectorAll<HTMLElement>('th button')]
    const head = heads.find(({ textContent }) => textContent.trim() === label)
    const began = performance.now()
    head?.click()
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
    if (!head?.closest('[aria-sort]')) throw new Error(`not sorted by ${label}`)
    return performance.now() - began
  }, column)
}

export function smoothness(page: Page, seconds: number): Promise<Smoothness> {
  return page.evaluate(async (ms) => {
    const longTasks: number[] = []
    const observer = new PerformanceObserver((list) =>
      longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    )
    observer.observe({ entryTypes: ['longtask'] })
    const began = performance.now()
    let frames = 0
    for (let now = began; now - began < ms; frames++)
      now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    observer.disconnect()
    return { fps: (1000 * frames) / ms, longTasks }
  }, seconds * 1000)
}

/** Runs in the page: when the rows have been painted, counted from `from`. */
function untilPainted({ rows, from }: { rows: number; from: number }): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const complete = document.querySelectorAll('tr[data-service]').length >= rows
      // A frame's callback runs before it is painted, a timer after it.
      if (complete) setTimeout(() => resolve(performance.now() - from), 0)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}
