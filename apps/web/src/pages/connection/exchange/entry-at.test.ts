import type { JournalEntry } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { entryAt } from './entry-at.ts'

/** Two pages of messages that end at 5, 10, 15 and 20. */
const pages: Record<string, JournalEntry[]> = {
  0: [entry(1, 5), entry(2, 10)],
  2: [entry(3, 15), entry(4, 20)],
}

function entry(seq: number, end: number): JournalEntry {
  return { seq, type: 'message.received', direction: 'in', detail: { end } } as unknown as JournalEntry
}

const asked: string[] = []
const seqAt = async (end: number) => {
  const found = await entryAt('c', { direction: 'in', end }, async ({ after, type }) => {
    asked.push(type)
    return { items: pages[after] ?? [], next: after === '0' ? '2' : null }
  })
  return found?.seq ?? null
}

test('the entry about a block is that of the message that ends there, or goes on over it', async () => {
  expect([await seqAt(10), await seqAt(15), await seqAt(12)]).toEqual([2, 3, 3])
  expect(await seqAt(21)).toBeNull()
  expect(new Set(asked)).toEqual(new Set(['message.received']))
})
