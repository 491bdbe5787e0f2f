import type { JournalEntry, ServerMessage } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient, writeEntries } from '../testing-live.ts'
import { TestManager } from '../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterAll(() => manager.close())

/** The numbers from `from` to `to`. */
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

const seqs = (entries: JournalEntry[]) => entries.map(({ seq }) => seq)

test('while entries pour in, readers who join with since miss nothing and see nothing twice', async () => {
  const { newest } = manager.app.journalHub
  await writeEntries(manager, 1_800)
  const pouring = (async () => {
    for (let batch = 0; batch < 120; batch++) {
      await writeEntries(manager, 1 + ((batch * 37) % 90))
    }
  })()
  const readers: { client: LiveClient; since: number }[] = []
  for (let at = 0; at < 12; at++) {
    const client = await LiveClient.open(manager)
    const since = newest + at * 150
    await client.followJournal({ since })
    readers.push({ client, since })
  }
  await pouring
  const last = manager.app.store.journal.newest
  for (const { client, since } of readers) {
    expect(seqs(await client.entries(last - since))).toEqual(numbers(since + 1, last))
    expect(
      client.messages.every((message) => message.type !== 'entries' || message.entries.length <= 500),
    ).toBe(true)
  }
})

test('readers that are cut again and again, and come back with since, miss nothing and see nothing twice', async () => {
  const { newest: before } = manager.app.journalHub
  const entries = 1_500
  const pouring = (async () => {
    for (let batch = 0; batch < entries / 25; batch++) await writeEntries(manager, 25)
  })()
  const follow = async () => {
    const told: number[] = []
    for (let since = before, cuts = 0; since < before + entries; cuts++) {
      const client = await LiveClient.open(manager)
      await client.followJournal({ since })
      const enough = cuts < 15 ? since + 1 : before + entries
      const isThere = (message: ServerMessage) => message.type === 'entries' && message.seq >= enough
      await client.until(isThere)
      client.cut()
      told.push(...seqs(client.received()))
      since = told.at(-1) ?? since
    }
    return told
  }
  const readers = await Promise.all([follow(), follow(), follow()])
  await pouring
  for (const told of readers) expect(told).toEqual(numbers(before + 1, before + entries))
})
