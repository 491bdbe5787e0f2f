const NAMES: Record<string, string> = { '\\': '\\', '\r': 'r', '\n': 'n', '\t': 't' }
const CHARACTERS = Object.fromEntries(Object.entries(NAMES).map(([character, name]) => [name, character]))

/** A text that may have control characters, so that all of it can be seen and edited: CR LF is `\r\n`. */
export const escapeText = (text: string): string =>
  text.replaceAll(/[\\\p{Cc}]/gu, (character) => `\\${NAMES[character] ?? hex(character)}`)

/** And back. A backslash that begins nothing known stays as it is. */
export const unescapeText = (typed: string): string =>
  typed.replaceAll(/\\(x[0-9a-fA-F]{2}|[\\rnt])/g, (_all, name: string) =>
    name.length === 1 ? (CHARACTERS[name] ?? name) : String.fromCharCode(Number.parseInt(name.slice(1), 16)),
  )

const hex = (character: string) => `x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
