import type { Manager } from '../../test/support/manager.ts'
import { Reader } from './reader.ts'
import { Visitors } from './visitors.ts'

const READERS = 5
const BETWEEN_MS = 200

export type Cuts = { cuts: number; entries: number; lost: number; repeated: number; entriesPerSecond: number }

/** Readers of the journal that are cut in turns, and come back with `since`, while visitors come and go. */
export async function countLosses(
  manager: Manager,
  port: number,
  newest: number,
  perSecond: number,
  cuts: number,
): Promise<Cuts> {
  const seen = Array.from({ length: READERS }, () => new Map<number, number>())
  const readers = seen.map(
    (counts) => new Reader(manager, newest, ({ seq }) => counts.set(seq, (counts.get(seq) ?? 0) + 1)),
  )
  await Promise.all(readers.map((reader) => reader.open()))
  const visitors = new Visitors(port, perSecond / 2)
  for (let cut = 0; cut < cuts; cut++) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
    const reader = readers[cut % READERS]
    reader?.cut()
    await reader?.open()
  }
  const { visits, entriesPerSecond } = await visitors.stop()
  const last = newest + 2 * visits
  while (readers.some((reader) => reader.newest < last))
    await new Promise((resolve) => setTimeout(resolve, 20))
  for (const reader of readers) reader.cut()
  const repeated = seen.flatMap((counts) => [...counts.values()].filter((count) => count > 1)).length
  const lost = seen.reduce((sum, counts) => sum + 2 * visits - counts.size, 0)
  return { cuts, entries: 2 * visits, lost, repeated, entriesPerSecond }
}
