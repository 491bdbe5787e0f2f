/** A piece of a text: as it is, or a character that would not show itself, with its name. */
export type TextPart = { text: string; name: string | null }

/** Control characters, marks that turn the direction of writing, and characters without width. */
const HIDDEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u
const PIECES = new RegExp(`${HIDDEN.source}|[^]`, 'gu')
/** Line breaks and tabs show themselves. */
const SHOWN = new Set(['\n', '\t'])

/** Cuts a text so that what would stay hidden, or change how the rest is read, can be shown. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let plain = ''
  const flush = () => {
    if (plain !== '') parts.push({ text: plain, name: null })
    plain = ''
  }
  for (const [piece] of text.replaceAll('\r\n', '\n').matchAll(PIECES)) {
    if (SHOWN.has(piece) || !HIDDEN.test(piece)) plain += piece
    else {
      flush()
      parts.push({ text: symbolOf(piece), name: nameOf(piece) })
    }
  }
  flush()
  return parts
}

/** The same as one line of text, for rows and lists. */
export const inOneLine = (text: string) =>
  textParts(text)
    .map((part) => part.text.replaceAll(/\s*\n\s*/g, ' ⏎ '))
    .join('')

/** `‹ESC›` for the characters that have a name, `‹202E›` for the others. */
function symbolOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `‹${CONTROLS[code] ?? (code === 0x7f ? 'DEL' : hexOf(code))}›`
}

/** The names of U+0000 to U+001F (ANSI X3.4). */
const CONTROLS = (
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI ' +
  'DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'
).split(' ')

const nameOf = (character: string) => `Character U+${hexOf(character.codePointAt(0) ?? 0)}`
const hexOf = (code: number) => code.toString(16).toUpperCase().padStart(4, '0')
