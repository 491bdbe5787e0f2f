import type { JournalEntry } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { chatMessageOf } from './chat-message.ts'

const entry = (some: Partial<JournalEntry>) =>
  chatMessageOf({ seq: 7, at: '2026-11-21T09:05:07.123Z', bytes: 5, preview: null, ...some } as JournalEntry)

test('a message of the caller, without the line ending that nc adds', () => {
  const detail = { from: 'caller', heardBy: 2 }
  expect(entry({ direction: 'in', preview: 'hello\r\n', detail })).toEqual({
    seq: 7,
    at: '2026-11-21T09:05:07.123Z',
    side: 'caller',
    operator: null,
    toAll: false,
    heardBy: 2,
    text: 'hello',
    bytes: 5,
    truncated: false,
    notText: false,
  })
})

test('the whole text goes before the preview', () => {
  const detail = { from: 'operator', operator: 'Ada', toAll: true, text: 'hello there', truncated: true }
  expect(entry({ direction: 'out', preview: 'hello', detail })).toMatchObject({
    side: 'operator',
    operator: 'Ada',
    toAll: true,
    text: 'hello there',
    truncated: true,
  })
})

test('bytes that are no text, a greeting, and an entry that tells nothing', () => {
  expect(entry({ direction: 'in', preview: '\ufffd', detail: { base64: '/w==' } }).notText).toBe(true)
  expect(entry({ direction: 'out', preview: 'hi', detail: { from: 'greeting' } }).side).toBe('greeting')
  expect(entry({ direction: 'out', detail: null })).toMatchObject({ side: 'operator', text: '' })
})
