import type { MessageInput } from '@switchboard/contract'
import { invalid } from '../../problem.ts'

/** The bytes of a message. Throws `validation-failed` unless exactly one of text and base64 is there. */
export function messageBytes({ text, base64 }: MessageInput): Buffer {
  if (text !== undefined && base64 !== undefined)
    throw invalid([{ path: '/base64', message: 'cannot go with /text: name one of them' }])
  if (text !== undefined) return Buffer.from(text)
  if (base64 !== undefined) return Buffer.from(base64, 'base64')
  throw invalid([{ path: '/text', message: 'is missing: name it, or base64' }])
}
