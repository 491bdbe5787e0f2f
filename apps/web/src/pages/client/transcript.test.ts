import type { ClientSendResult } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { endingWords, transcriptOf } from './transcript.ts'

test('both sides stand in the order of their times', () => {
  const result = {
    sent: [
      { atMs: 1, bytes: 1 },
      { atMs: 3, bytes: 1 },
    ],
    received: [
      { atMs: 1, base64: btoa('A') },
      { atMs: 2, base64: btoa('B') },
    ],
  } as ClientSendResult
  const lines = transcriptOf(result, [Uint8Array.of(0x61), Uint8Array.of(0x62)])
  expect(lines.map(({ bytes }) => String.fromCharCode(...bytes)).join('')).toBe('aABb')
  expect(lines.map(({ direction }) => direction)).toEqual(['sent', 'received', 'received', 'sent'])
})

test('the end is told with its error', () => {
  const error = { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:7007' }
  expect(endingWords({ endedBy: 'refused', error, connectedAfterMs: null })).toBe(
    'There was no connection: connect ECONNREFUSED 127.0.0.1:7007.',
  )
  expect(endingWords({ endedBy: 'timeout', error: null, connectedAfterMs: null })).toContain(
    'nobody answered',
  )
})
