/** Bytes as a string of characters 0–255, which can be searched like a text. */
export type ByteString = string

const encoder = new TextEncoder()

export function bytesOfText(text: string): ByteString {
  let bytes = ''
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte)
  return bytes
}

/** null for what is no Base64. */
export function bytesOfBase64(text: string): ByteString | null {
  try {
    return atob(text)
  } catch {
    return null
  }
}

const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([tnr\\]))|[^\\]+|\\/g
const PLAIN: Record<string, string> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }

/** The bytes behind the preview of a captured message, in which `\xff` is a byte and `\u202e` a character. */
export function bytesOfPreview(preview: string): ByteString {
  return preview.replace(ESCAPE, (piece, byte?: string, code?: string, plain?: string) => {
    if (byte !== undefined) return bytesOfHex(byte)
    if (code !== undefined) return bytesOfText(String.fromCharCode(Number.parseInt(code, 16)))
    return plain === undefined ? bytesOfText(piece) : (PLAIN[plain] ?? piece)
  })
}

/** From pairs of hex digits. */
export function bytesOfHex(hex: string): ByteString {
  return hex.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
}
