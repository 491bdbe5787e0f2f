/** So many bytes of a message are looked at, and so many characters shown at most. */
const PREVIEW_BYTES = 200

const ESCAPES: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' }
/** Control characters, the replacement of what is no UTF-8, and marks that change how the rest is read. */
const HIDDEN = /[\p{Cc}\\\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu
const EXACT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The beginning of a message as text that shows everything: what does not show itself is escaped as in JSON, a byte that is no UTF-8 as `\xff`. */
export function previewOf(message: Uint8Array): string {
  const bytes = message.subarray(0, PREVIEW_BYTES)
  return wholeText(bytes, message.length > PREVIEW_BYTES) ?? mixedText(bytes)
}

/** undefined: there is something in it that is no UTF-8. `isCut`: its last character may lack bytes, and is left out then. */
function wholeText(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return escaped(EXACT.decode(isCut ? bytes.subarray(0, lastWhole(bytes)) : bytes))
  } catch {
    return undefined
  }
}

/** Where the last character begins, if it may lack bytes. */
function lastWhole(bytes: Uint8Array): number {
  let at = bytes.length
  while (at > bytes.length - 4 && at > 0 && ((bytes[at - 1] ?? 0) & 0xc0) === 0x80) at--
  const lead = bytes[at - 1] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return at - 1 + length > bytes.length ? at - 1 : bytes.length
}

/** ASCII as it is, all other bytes as numbers: what is not text throughout is not guessed at. */
function mixedText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? escaped(String.fromCharCode(byte)) : hex(byte))).join('')
}

const escaped = (text: string) =>
  text.replace(HIDDEN, (character) => ESCAPES[character] ?? numbered(character))
const hex = (byte: number) => `\\x${byte.toString(16).padStart(2, '0')}`

function numbered(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 ? hex(code) : `\\u${code.toString(16).padStart(4, '0')}`
}
