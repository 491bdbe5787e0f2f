import type { Protocol } from '@switchboard/contract'

type Client = keyof Protocol['snippets']
type Framing = { kind: string; bytes: number; endian: string }

/** What clients say, in quotes, with or without a line feed. */
const SAID = /(['"])(hello)(?:\\n)?\1/g
/** A fixed message is written out up to this length (bytes); a longer one is no example. */
const LONGEST = 64

/** The client with its `hello` as the service's framing wants it; undefined where that is too long to show. */
export function framedSnippet(snippet: string, client: Client, framing: unknown): string | undefined {
  const { kind, bytes, endian } = { kind: 'raw', bytes: 0, endian: 'big', ...(framing as Partial<Framing>) }
  if (kind === 'raw') return snippet
  if (kind === 'fixed' && bytes > LONGEST) return undefined
  return snippet.replaceAll(SAID, (_all, quote: string, text: string) => {
    if (kind === 'lines') return quote + text + (client === 'powershell' ? '`n' : '\\n') + quote
    if (kind === 'fixed') return quote + text.padEnd(bytes, '.').slice(0, bytes) + quote
    const length = lengthBytes(text.length, bytes, endian).map((byte) => escaped(byte, client))
    return quote + length.join('') + text + quote
  })
}

function lengthBytes(length: number, bytes: number, endian: string): number[] {
  const little = Array.from({ length: bytes }, (_, place) => Math.floor(length / 256 ** place) % 256)
  return endian === 'little' ? little : little.reverse()
}

/** As printf writes a byte, or PowerShell, or Python and JavaScript. */
function escaped(byte: number, client: Client): string {
  if (client === 'nc') return `\\${byte.toString(8).padStart(3, '0')}`
  return client === 'powershell' ? `$([char]${byte})` : `\\x${byte.toString(16).padStart(2, '0')}`
}
