import { expect, test } from 'vitest'
import { eventWords, humanise, reasonWords } from './words.ts'

test('codes and keys become words', () => {
  expect(eventWords('connection.opened')).toBe('Connection opened')
  expect(eventWords('connection.reply-withheld')).toBe('Reply withheld')
  expect(humanise('receiveTimeoutMs')).toBe('Receive timeout (ms)')
  expect(reasonWords('idle-timeout')).toBe('Idle too long')
  expect(reasonWords('quota-used-up')).toBe('Quota used up')
})
