import {
  LONGEST_TALK_MS,
  MOST_TALK_BYTES,
  type TalkMessage,
  type ClientSendInput,
  type Transport,
} from '@switchboard/contract'
import { ApiError, invalid } from '../problem.ts'
import { readExpectation } from './expectation.ts'
import type { Talk } from './talk.ts'

/** The longest datagram over IPv4 (RFC 768). */
const LONGEST_DATAGRAM = 65_507

/** What a request asks for, with the defaults. Throws `validation-failed` or `payload-too-large`. */
export function readTalk(input: ClientSendInput, transport: Transport): Talk {
  const { halfClose = false, waitMs = 1000, maxBytes = MOST_TALK_BYTES, tls = false, expect } = input
  const messages = input.messages.map((message, index) => ({
    bytes: bytesOf(message, `/messages/${index}`),
    delayMs: message.delayMs ?? 0,
  }))
  const talk = { messages, halfClose, waitMs, maxBytes, tls, check: expect ? readExpectation(expect) : null }
  checkSize(talk)
  checkTimes(talk)
  checkTransport(talk, transport)
  return talk
}

function bytesOf({ text, base64 }: TalkMessage, path: string): Buffer {
  if (text !== undefined && base64 !== undefined)
    throw invalid([{ path: `${path}/base64`, message: 'cannot go with text: name one of them' }])
  if (base64 !== undefined) return Buffer.from(base64, 'base64')
  if (text !== undefined) return Buffer.from(text)
  throw invalid([{ path: `${path}/text`, message: 'is missing: name it, or base64' }])
}

function checkSize({ messages }: Talk): void {
  const size = messages.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (size <= MOST_TALK_BYTES) return
  throw new ApiError(
    'payload-too-large',
    `The messages have ${size} bytes together; at most ${MOST_TALK_BYTES} are allowed: send less.`,
  )
}

function checkTimes({ messages, waitMs }: Talk): void {
  const total = messages.reduce((sum, { delayMs }) => sum + delayMs, waitMs)
  if (total <= LONGEST_TALK_MS) return
  const message = `${waitMs} and the delays of the messages are ${total} ms together; at most ${LONGEST_TALK_MS} ms are allowed`
  throw invalid([{ path: '/waitMs', message }])
}

function checkTransport({ messages, halfClose, tls }: Talk, transport: Transport): void {
  if (tls !== false && transport !== 'tcp')
    throw invalid([{ path: '/tls', message: `cannot go over ${transport}: choose a TCP address` }])
  if (transport !== 'udp') return
  if (halfClose)
    throw invalid([
      { path: '/halfClose', message: 'true is not possible over UDP, which has no end: leave it out' },
    ])
  const long = messages.findIndex(({ bytes }) => bytes.length > LONGEST_DATAGRAM)
  if (long === -1) return
  const message = `has ${messages[long]?.bytes.length} bytes; a datagram takes at most ${LONGEST_DATAGRAM}`
  throw invalid([{ path: `/messages/${long}`, message }])
}
