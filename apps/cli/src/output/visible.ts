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

/** A value as JSON in which nothing is hidden or acts on the terminal; whoever parses it gets the value. */
export const visibleJson = (value: unknown, indent = 0): string =>
  JSON.stringify(value, null, indent).replace(HIDDEN, (character) =>
    character === '\n' ? character : [...unitsOf(character)].map((unit) => `\\u${hex(unit, 4)}`).join(''),
  )

function* unitsOf(character: string): Generator<number> {
  for (let at = 0; at < character.length; at += 1) yield character.charCodeAt(at)
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0')

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code > 0xffff) return `\\u{${hex(code, 5)}}`
  return SHORT[character] ?? (code > 0xff ? `\\u${hex(code, 4)}` : `\\x${hex(code, 2)}`)
}
