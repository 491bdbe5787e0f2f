/// <reference lib="dom" />

import type { JournalEntry, Page as ListPage } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import type { Manager } from './manager.ts'

/** A window so high that few steps go through a long log. */
const HIGH = { width: 1280, height: 6000 }

/**
 * The seq of every entry that a live log holds, in its order, as somebody sees them who scrolls through it. Where there are
 * older ones, not from the top on: near it they are loaded, and all rows change their places.
 */
export async function shownEntries(page: Page): Promise<number[]> {
  await page.setViewportSize(HIGH)
  return [...new Map(await page.evaluate(scrollThrough)).values()]
}

/** Runs in the page. Answers place and seq of each row, by place. */
async function scrollThrough(): Promise<[place: number, seq: number][]> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const list = document.querySelector('[role=grid]') as HTMLElement
  const seen = new Map<number, number>()
  const isWhole = list.getAttribute('aria-rowcount') !== '-1'
  for (let top = isWhole ? 0 : list.clientHeight; ; top += list.clientHeight / 2) {
    list.scrollTop = top
    // The event of a scroll comes with one frame, what it draws is there in the next.
    await frame()
    await frame()
    for (const row of list.querySelectorAll('[role=rowgroup] [role=row]')) {
      const seq = Number(/^entry-(\d+)$/.exec(row.id)?.[1] ?? NaN)
      seen.set(Number(row.getAttribute('aria-rowindex')), seq)
    }
    if (top > list.scrollHeight - list.clientHeight) break
  }
  return [...seen].sort(([a], [b]) => a - b)
}

/** The seqs of what is on record from one entry on, oldest first. */
export async function recordedEntries({ rest }: Manager, from: number): Promise<number[]> {
  const seqs: number[] = []
  for (let after = from - 1; ;) {
    const { body } = await rest.get<ListPage<JournalEntry>>(`/journal?after=${after}&limit=500`)
    seqs.push(...body.items.map(({ seq }) => seq))
    const last = body.items.at(-1)?.seq
    if (last === undefined || body.items.length < 500) return seqs
    after = last
  }
}
