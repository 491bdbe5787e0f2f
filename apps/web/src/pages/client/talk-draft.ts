import type { ClientExpectation, ClientSendInput, TalkMessage, Transport } from '@switchboard/contract'
import { base64OfBytes } from '../../format/base64.ts'
import { readHex } from '../../format/hex-text.ts'
import { joined, readText } from '../../format/escaped-text.ts'
import type { Mistake } from '../../format/typed.ts'

/** A message as it is edited: its bytes are all there is to it. */
export type DraftMessage = { bytes: Uint8Array; delayMs: number }

export const LINE_ENDINGS = { none: '', lf: '\n', crlf: '\r\n' }
export type LineEnding = keyof typeof LINE_ENDINGS

export const EXPECTATIONS = ['nothing', 'text', 'hex', 'pattern'] as const
export type ExpectationKind = (typeof EXPECTATIONS)[number]

/** What the test client is about to say, whoever it says it to. */
export type TalkDraft = {
  messages: readonly DraftMessage[]
  lineEnding: LineEnding
  /** How often all messages are sent, and milliseconds between two times. */
  repeat: number
  pauseMs: number
  halfClose: boolean
  waitMs: number
  tls: boolean
  serverName: string
  trustAny: boolean
  expectation: ExpectationKind
  expected: string
}

export const EMPTY_DRAFT: TalkDraft = {
  messages: [{ bytes: new Uint8Array(), delayMs: 0 }],
  lineEnding: 'none',
  repeat: 1,
  pauseMs: 0,
  halfClose: false,
  waitMs: 1000,
  tls: false,
  serverName: '',
  trustAny: false,
  expectation: 'nothing',
  expected: '',
}

/** What the manager takes in one talk. */
export const MOST_MESSAGES = 1000

export const isTooMuch = ({ messages, repeat }: TalkDraft): boolean =>
  messages.length * repeat > MOST_MESSAGES

/** What goes out, one after the other: with line endings, as often as asked, as far as it can go out at all. */
export function wholeMessages({ messages, lineEnding, repeat, pauseMs }: TalkDraft): DraftMessage[] {
  const rounds = Math.min(repeat, Math.ceil(MOST_MESSAGES / messages.length))
  const ending = new TextEncoder().encode(LINE_ENDINGS[lineEnding])
  const once = messages.map(({ bytes, delayMs }) => ({ bytes: joined([bytes, ending]), delayMs }))
  return Array.from({ length: rounds }, (_, round) =>
    once.map((message, index) =>
      round > 0 && index === 0 ? { ...message, delayMs: message.delayMs + pauseMs } : message,
    ),
  ).flat()
}

/** What is wrong with the expectation as it was typed; null: nothing. */
export function expectationMistake({ expectation, expected }: TalkDraft): Mistake | null {
  if (expectation === 'text') return readText(expected).mistake
  return expectation === 'hex' ? readHex(expected).mistake : null
}

/** The request; what does not fit the transport is left out. */
export function talkInput(
  draft: TalkDraft,
  { serviceId, endpoint, transport }: { serviceId: string; endpoint: number; transport: Transport },
): ClientSendInput {
  const { waitMs, halfClose, tls, serverName, trustAny } = draft
  const expect = expectationOf(draft)
  const security = {
    ...(serverName !== '' && { serverName }),
    ...(trustAny && { rejectUnauthorized: false }),
  }
  return {
    serviceId,
    ...(endpoint > 0 && { endpoint }),
    messages: wholeMessages(draft).map(messageInput),
    ...(halfClose && transport !== 'udp' && { halfClose }),
    waitMs,
    ...(tls && transport === 'tcp' && { tls: security }),
    ...(expect && { expect }),
  }
}

/** As text where that says the same: people read requests. */
function messageInput({ bytes, delayMs }: DraftMessage): TalkMessage {
  const delay = delayMs > 0 ? { delayMs } : {}
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), ...delay }
  } catch {
    return { base64: base64OfBytes(bytes), ...delay }
  }
}

function expectationOf({ expectation, expected }: TalkDraft): ClientExpectation | null {
  if (expectation === 'nothing') return null
  if (expectation === 'pattern') return { pattern: expected }
  const { bytes } = expectation === 'text' ? readText(expected) : readHex(expected)
  return { base64: base64OfBytes(bytes ?? new Uint8Array()) }
}
