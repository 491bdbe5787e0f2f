import { expect, test } from 'vitest'
import { readTalks, writeTalks } from './saved-talks.ts'
import { EMPTY_DRAFT, type TalkDraft } from './talk-draft.ts'

test('talks come back as they were saved', () => {
  const draft: TalkDraft = {
    ...EMPTY_DRAFT,
    messages: [{ bytes: Uint8Array.of(0, 255), delayMs: 5 }],
    ...{ lineEnding: 'crlf', repeat: 3, halfClose: true, expectation: 'hex', expected: '00 ff' },
  }
  expect(readTalks(writeTalks([{ name: 'ping', draft }]))).toEqual([{ name: 'ping', draft }])
})

test('what is wrong or missing in a file does not get into a talk', () => {
  const talks = [
    { name: 'odd', messages: [{ delayMs: -1 }], lineEnding: 'toString', repeat: -3, waitMs: '1' },
  ]
  expect(readTalks(JSON.stringify({ format: 'switchboard-test-client', talks }))).toEqual([
    { name: 'odd', draft: EMPTY_DRAFT },
  ])
})

test.each([
  ['{}', 'does not come from'],
  ['[1]', 'does not come from'],
  ['{"format":"switchboard-test-client","talks":[{"name":""}]}', 'Talk 1'],
  ['{', 'JSON'],
])('%j is refused', (text, message) => {
  expect(() => readTalks(text)).toThrow(message)
})
