import type { Connection, JournalEntry } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { countsWith, NO_COUNTS } from '../../../live/unread-counts.ts'
import { chatRows, NO_MESSAGES, withEnded, withMessages } from './chat-rows.ts'

const caller = (id: string) => ({ id }) as Connection
const message = (connectionId: string, seq: number) => ({ connectionId, seq }) as JournalEntry

test('open callers come first; of the ended ones only those who talked are shown', () => {
  const last = withMessages(NO_MESSAGES, [message('b', 5), message('c', 7)])
  const rows = chatRows([caller('a'), caller('b')], [caller('b'), caller('c'), caller('d')], last)
  expect(rows.map(({ connection, last }) => [connection.id, last?.seq])).toEqual([
    ['a', undefined],
    ['b', 5],
    ['c', 7],
  ])
})

test('the newest message of a caller stays, in whatever order they come', () => {
  const last = withMessages(withMessages(NO_MESSAGES, [message('a', 9)]), [message('a', 3), message('b', 4)])
  expect([...last.values()].map(({ seq }) => seq)).toEqual([9, 4])
})

test('who has just ended goes to the front, once', () => {
  const ended = withEnded([caller('a'), caller('b')], [caller('c'), caller('b')])
  expect(ended.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
})

test('unread counts are replaced as they are told, and gone at zero', () => {
  const counts = countsWith(countsWith(NO_COUNTS, { a: 1, b: 2 }), { a: 3, b: 0 })
  expect([...counts]).toEqual([['a', 3]])
})
