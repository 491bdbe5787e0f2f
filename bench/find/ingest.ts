import { monitorEventLoopDelay } from 'node:perf_hooks'
import { encodeBatch } from '@switchboard/journal'
import { openStore } from '@switchboard/store'
import { history } from './history.ts'

/** Entries a second until all are durable; the delays of the thread that hands them over, milliseconds. */
export type Ingest = { perSecond: number; delayP99: number; delayMost: number }

/** Batches that may be under way to the disk at a time. */
const UNDER_WAY = 8

/** Appends `count` entries to a database by the way every entry goes; they are made before the clock starts. */
export async function measureIngest(path: string, count: number): Promise<Ingest> {
  // From now on, as what happens is newer than what is on record; close together, so that it is soon the past.
  const batches = [...history(count, Date.now() + count, 1)].map((entries) => encodeBatch(entries))
  const store = await openStore({ url: `file:${path}` })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const began = performance.now()
  const underWay = new Set<Promise<unknown>>()
  for (const batch of batches) {
    const append = store.journal.append(batch).finally(() => underWay.delete(append))
    underWay.add(append)
    if (underWay.size >= UNDER_WAY) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  const seconds = (performance.now() - began) / 1000
  delay.disable()
  await store.close()
  return { perSecond: count / seconds, delayP99: delay.percentile(99) / 1e6, delayMost: delay.max / 1e6 }
}
