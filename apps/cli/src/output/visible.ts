/**
 * What would not show itself, or would act on the terminal: controls (ESC, C1, BEL), marks that turn the direction of
 * writing, characters without width, line ends, halves of characters, private ones.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The text on one line, with everything hidden written as an escape such as `\x1b` or `\u202e`. */
export const visible = (text: string): string => text.replace(HIDDEN, escaped)

/** The same for a text of several lines: line ends and tabs stay. */
export const visibleLines = (text: string): string =>
  text.replace(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character),
  )

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code > 0xffff) return `\\u{${code.toString(16)}}`
  const hex =
    code > 0xff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\x${code.toString(16).padStart(2, '0')}`
  return SHORT[character] ?? hex
}
