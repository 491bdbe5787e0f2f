import { isUtf8 } from 'node:buffer'
import type { Connection } from '@switchboard/netcore'

/** So much of a message (bytes) is kept in the journal. */
export const KEPT_BYTES = 16_384
/** So many characters of it are the entry's preview. */
export const PREVIEW_LENGTH = 200

/**
 * What a `chat.message` entry tells beside its preview. `text` is there when the preview is not all of it, `base64`
 * when the bytes are not UTF-8. `heardBy`: how many other callers heard it.
 */
type ChatDetail = {
  from: 'caller' | 'operator' | 'greeting'
  operator?: string
  toAll?: boolean
  heardBy?: number
  text?: string
  base64?: string
  truncated?: boolean
}

/** Puts a message into the journal: `in` from the caller, `out` to it. */
export function noteMessage(
  connection: Connection,
  direction: 'in' | 'out',
  data: Buffer,
  about: Pick<ChatDetail, 'from' | 'operator' | 'toAll' | 'heardBy'>,
): void {
  const truncated = data.length > KEPT_BYTES
  const kept = truncated ? data.subarray(0, KEPT_BYTES) : data
  // `stream` leaves out a character that the cut has gone through.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(kept, { stream: truncated })
  const preview = previewOf(text)
  const detail: ChatDetail = {
    ...about,
    ...(preview !== text && { text }),
    ...(!isUtf8(data) && { base64: kept.toString('base64') }),
    ...(truncated && { truncated }),
  }
  connection.note('chat.message', 'info', detail, { direction, bytes: data.length, preview })
}

/** SQLite ends a text at NUL, so the preview shows its symbol; `text` has what was sent. */
function previewOf(text: string): string {
  return text.slice(0, PREVIEW_LENGTH).toWellFormed().replaceAll('\0', '␀')
}
