import { expect, it } from 'vitest'
import type { NewEntry } from '@switchboard/journal'
import { connection, entry, entryAbout } from './testing/rows.ts'
import { append } from './testing/append.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const message = (connectionId: string, direction: 'in' | 'out', preview: string): NewEntry =>
  entry({ type: 'chat.message', connectionId, direction, preview })

/** Two callers: one said two things and was answered, the other said one. */
const TALK = [
  entryAbout(connection({ id: 'con_1' })),
  entryAbout(connection({ id: 'con_2', serviceId: 'svc_2' })),
  message('con_1', 'in', 'hello'),
  message('con_1', 'in', 'anybody?'),
  message('con_2', 'in', 'hi'),
  message('con_1', 'out', 'yes'),
]

it('counts what callers said and nobody has read', async () => {
  const store = await temporaryStore()
  const { chats } = store
  expect(await chats.unread()).toEqual([])
  await append(store, TALK)
  expect(await chats.unread()).toEqual([
    { connectionId: 'con_1', serviceId: 'svc_1', unread: 2, newest: 4 },
    { connectionId: 'con_2', serviceId: 'svc_2', unread: 1, newest: 5 },
  ])
  expect(await chats.countUnread('con_1', 3)).toBe(1)
  expect(await chats.countUnread('con_9', 9)).toBe(0)
})

it('remembers what was read, for good, and never less of it', async () => {
  const path = temporaryDatabase()
  const store = await temporaryStore(path)
  await append(store, TALK)
  await store.chats.markRead('con_2', 6)
  await store.chats.markRead('con_1', 3)
  await store.chats.markRead('con_1', 1)
  const left = [{ connectionId: 'con_1', serviceId: 'svc_1', unread: 1, newest: 4 }]
  expect(await store.chats.unread()).toEqual(left)
  expect(await store.chats.countUnread('con_1', 6)).toBe(1)
  await store.close()
  expect(await (await temporaryStore(path)).chats.unread()).toEqual(left)
})

it('finds the last message of each thread, whoever said it', async () => {
  const store = await temporaryStore()
  const { chats } = store
  await append(store, [...TALK, entry({ connectionId: 'con_2', type: 'connection.closed' })])
  const last = await chats.lastMessages(['con_1', 'con_2', 'con_9'])
  expect(last.map(({ preview }) => preview).sort()).toEqual(['hi', 'yes'])
})

it('lists the entries of one type', async () => {
  const store = await temporaryStore()
  const { journal } = store
  await append(store, TALK)
  const rows = await journal.list({ limit: 9, connectionId: 'con_1', type: 'chat.message' })
  expect(rows.map(({ preview }) => preview)).toEqual(['yes', 'anybody?', 'hello'])
})

it('keeps every character of a message', async () => {
  const store = await temporaryStore()
  const { journal } = store
  const text = 'a\0b\u001b[2J\u202e<script>"\'\\\n\u{1f600}'
  await append(store, [{ ...message('con_1', 'in', 'a␀b'), detail: { text } }])
  expect((await journal.list({ limit: 1 }))[0]).toMatchObject({ preview: 'a␀b', detail: { text } })
})
