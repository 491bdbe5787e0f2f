import type { JournalEntry } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { entrySummary, eventWords, humanise, reasonWords } from './words.ts'

const entry = (preview: string | null, detail: Record<string, unknown> | null) =>
  ({ preview, detail }) as JournalEntry

test('codes and keys become words', () => {
  expect(eventWords('connection.bytes-dropped')).toBe('Connection bytes dropped')
  expect(humanise('receiveTimeoutMs')).toBe('Receive timeout (ms)')
  expect(reasonWords('idle-timeout')).toBe('Idle too long')
  expect(reasonWords('quota-used-up')).toBe('Quota used up')
})

test('an entry tells its preview before anything else', () => {
  expect(entrySummary(entry('hello', { reason: 'killed' }))).toBe('hello')
})

test('the end of a connection tells why, how long and how much', () => {
  const detail = { reason: 'peer-closed', durationMs: 1400, bytesIn: 5, bytesOut: 2048, error: null }
  expect(entrySummary(entry(null, detail))).toBe('Peer closed · after 1.4 s · 5 B in · 2.0 KiB out')
})

test('other details are listed, without what is null', () => {
  expect(entrySummary(entry(null, { pid: 42, ports: [1, 2], host: null }))).toBe('Pid: 42 · Ports: 1, 2')
  expect(entrySummary(entry(null, null))).toBe('')
})
