import type { JournalEntry } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { exchangeOf } from './exchange-of.ts'

const entry = {
  seq: 7,
  type: 'message.received',
  connectionId: 'con_1',
  direction: 'in',
  detail: { end: 12 },
} as unknown as JournalEntry

test('an entry about a message leads to its bytes, and to nothing when it is about anything else', () => {
  expect(exchangeOf(entry)).toBe('/connections/con_1?at=in:12&seq=7')
  expect(exchangeOf({ ...entry, detail: null })).toBeNull()
  expect(exchangeOf({ ...entry, type: 'file.received' })).toBeNull()
  expect(exchangeOf({ ...entry, connectionId: null })).toBeNull()
})
