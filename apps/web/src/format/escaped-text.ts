import { t } from '../language/texts.ts'
import { mistakeAt, type Typed } from './typed.ts'
import { textParts } from './visible-text.ts'

const NAMES: Record<string, string> = { '\\': '\\\\', '\r': '\\r', '\t': '\\t', '\0': '\\0' }
const CODES: Record<string, number> = { '\\': 0x5c, r: 13, n: 10, t: 9, 0: 0 }

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Bytes as text that can be edited: line feeds break lines, and what would not show itself is an escape such as `\r` or `\xff`. */
export function showText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes[at] ?? 0)
    const piece = bytes.subarray(at, at + length)
    text += shown(piece, length)
    at += piece.length
  }
  return text
}

/** Bytes of the UTF-8 character that begins so; 1 also for what begins none. */
function lengthOf(first: number): number {
  if (first >= 0xf0 && first < 0xf8) return 4
  if (first >= 0xe0) return first < 0xf0 ? 3 : 1
  return first >= 0xc2 ? 2 : 1
}

function shown(piece: Uint8Array, length: number): string {
  const character = decoded(piece, length)
  if (character === null) return [...piece].map(escaped).join('')
  const name = NAMES[character]
  if (name !== undefined) return name
  const isHidden = textParts(character).some((part) => part.name !== null)
  return isHidden ? [...piece].map(escaped).join('') : character
}

function decoded(piece: Uint8Array, length: number): string | null {
  if (piece.length < length) return null
  try {
    return strict.decode(piece)
  } catch {
    return null
  }
}

const escaped = (byte: number) => `\\x${byte.toString(16).padStart(2, '0')}`

/** And back: text in UTF-8, with `\n`, `\r`, `\t`, `\0`, `\\` and any byte as `\xff`. */
export function readText(typed: string): Typed {
  const parts: Uint8Array[] = []
  let from = 0
  for (let at = typed.indexOf('\\'); at !== -1; at = typed.indexOf('\\', from)) {
    parts.push(encoder.encode(typed.slice(from, at)))
    const { byte, length } = escapeAt(typed, at)
    if (byte === null) return mistakeAt(at, length, NO_ESCAPE)
    parts.push(Uint8Array.of(byte))
    from = at + length
  }
  parts.push(encoder.encode(typed.slice(from)))
  return { bytes: joined(parts), mistake: null }
}

const NO_ESCAPE = t('is no escape: there are \\n, \\r, \\t, \\0, \\xff and \\\\ for a backslash')

function escapeAt(typed: string, at: number): { byte: number | null; length: number } {
  const name = typed.charAt(at + 1)
  const digits = typed.slice(at + 2, at + 4)
  if (name === 'x' && /^[0-9a-f]{2}$/i.test(digits)) return { byte: Number.parseInt(digits, 16), length: 4 }
  return { byte: CODES[name] ?? null, length: name === '' ? 1 : 2 }
}

/** One after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
