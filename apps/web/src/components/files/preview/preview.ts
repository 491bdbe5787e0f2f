/** Of a file this much is looked at, and shown where it is text. */
export const LOOK_BYTES = 65_536

/** And this much of it where it is none. */
const HEX_BYTES = 4096

export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'

/** How the beginning of a file can be shown. What it says it is, by its name, counts for nothing. */
export type Preview =
  | { kind: 'empty' }
  | { kind: 'image'; type: ImageType }
  | { kind: 'text'; text: string }
  | { kind: 'hex'; bytes: Uint8Array }

/** `isWhole`: there is no more of the file. */
export function previewOf(bytes: Uint8Array, isWhole: boolean): Preview {
  if (bytes.length === 0) return { kind: 'empty' }
  const type = imageTypeOf(bytes)
  if (type !== null) return { kind: 'image', type }
  const text = textOf(bytes, isWhole)
  return text === null ? hexOf(bytes) : { kind: 'text', text }
}

export const hexOf = (bytes: Uint8Array): Preview => ({ kind: 'hex', bytes: bytes.subarray(0, HEX_BYTES) })

const latin = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to))

/** By the first bytes: PNG (RFC 2083), JPEG (SOI), GIF (87a, 89a), WebP (RFC 9649). Nothing that has a program in it. */
function imageTypeOf(bytes: Uint8Array): ImageType | null {
  if (latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (latin(bytes, 0, 3) === '\xff\xd8\xff') return 'image/jpeg'
  if (/^GIF8[79]a$/.test(latin(bytes, 0, 6))) return 'image/gif'
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP') return 'image/webp'
  return null
}

const ESCAPE = 0x1b
const DELETE = 0x7f

/** Control characters, but tabs, line breaks, form feeds (9 to 13) and escapes: text does not have them. */
const isNoText = (code: number) =>
  (code < 32 && (code < 9 || code > 13) && code !== ESCAPE) || code === DELETE

/** null: it is no UTF-8, or no text. */
function textOf(bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    // The end may be in the middle of a character: then the decoder waits for the rest of it.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
    return bytes.some(isNoText) ? null : text
  } catch {
    return null
  }
}
