import { expect, test } from 'vitest'
import {
  EMPTY_DRAFT,
  expectationMistake,
  isTooMuch,
  talkInput,
  wholeMessages,
  type TalkDraft,
} from './talk-draft.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const draft: TalkDraft = {
  ...EMPTY_DRAFT,
  messages: [
    { bytes: bytes('hello'), delayMs: 0 },
    { bytes: Uint8Array.of(0xff), delayMs: 50 },
  ],
}
const at = { serviceId: 'svc_1', endpoint: 0, transport: 'tcp' } as const

test('a line ending goes behind every message, and a pause before each repetition', () => {
  const all = wholeMessages({ ...draft, lineEnding: 'crlf', repeat: 2, pauseMs: 200 })
  expect(all.map(({ delayMs }) => delayMs)).toEqual([0, 50, 200, 50])
  expect(new TextDecoder().decode(all[2]?.bytes)).toBe('hello\r\n')
})

test('more than a talk takes is not even made', () => {
  expect(wholeMessages({ ...draft, repeat: 1_000_000 })).toHaveLength(1000)
  expect([isTooMuch(draft), isTooMuch({ ...draft, repeat: 501 })]).toEqual([false, true])
})

test('the request says text where it can, and leaves out what is usual', () => {
  expect(talkInput(draft, at)).toEqual({
    serviceId: 'svc_1',
    messages: [{ text: 'hello' }, { base64: '/w==', delayMs: 50 }],
    waitMs: 1000,
  })
})

test('what a transport does not have is not asked of it', () => {
  const secret: TalkDraft = { ...draft, tls: true, serverName: 'lab', trustAny: true, halfClose: true }
  expect(talkInput(secret, at)).toMatchObject({
    tls: { serverName: 'lab', rejectUnauthorized: false },
    halfClose: true,
  })
  const udp = talkInput(secret, { ...at, endpoint: 1, transport: 'udp' })
  expect(Object.keys(udp)).toEqual(['serviceId', 'endpoint', 'messages', 'waitMs'])
})

test('what is expected is bytes or a pattern, and its mistake has a place', () => {
  const expecting = (expectation: TalkDraft['expectation'], expected: string) => ({
    ...draft,
    expectation,
    expected,
  })
  expect(talkInput(expecting('text', 'hi\\n'), at).expect).toEqual({ base64: btoa('hi\n') })
  expect(talkInput(expecting('hex', '68 69'), at).expect).toEqual({ base64: btoa('hi') })
  expect(talkInput(expecting('pattern', '^hi'), at).expect).toEqual({ pattern: '^hi' })
  expect(expectationMistake(expecting('hex', '68 6'))).toMatchObject({ position: 3 })
  expect(expectationMistake(expecting('pattern', '\\q'))).toBeNull()
})
