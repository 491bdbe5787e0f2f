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

/** From pairs of hex digits. */
export function bytesOfHex(hex: string): ByteString {
  return hex.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
}
