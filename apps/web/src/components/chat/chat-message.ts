import type { JournalEntry } from '@switchboard/contract'

export const CHAT_MESSAGE = 'chat.message'

/** One message of a chat as the journal has it. */
export type ChatMessage = {
  seq: number
  at: string
  side: 'caller' | 'operator' | 'greeting'
  /** Who of the operators it was, if known. */
  operator: string | null
  toAll: boolean
  /** How many other callers heard it; null where they do not hear each other. */
  heardBy: number | null
  text: string
  bytes: number
  /** Only the beginning of it is on record. */
  truncated: boolean
  /** Its bytes are not UTF-8: `text` has marks in their place. */
  notText: boolean
}

/** Understands a `chat.message` entry; what is missing in it is taken to be not so. */
export function chatMessageOf({ seq, at, direction, preview, bytes, detail }: JournalEntry): ChatMessage {
  const { from, operator, toAll, heardBy, text, base64, truncated } = detail ?? {}
  const ours = from === 'greeting' ? 'greeting' : 'operator'
  const whole = typeof text === 'string' ? text : (preview ?? '')
  return {
    seq,
    at,
    side: direction === 'in' ? 'caller' : ours,
    operator: typeof operator === 'string' ? operator : null,
    toAll: toAll === true,
    heardBy: typeof heardBy === 'number' ? heardBy : null,
    text: whole.replace(/\r?\n$/, ''),
    bytes: bytes ?? 0,
    truncated: truncated === true,
    notText: typeof base64 === 'string',
  }
}
