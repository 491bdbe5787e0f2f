/** A sentence of the server's in which values stand, by what the catalogue has it under. */
export type Sentence = { key: string; places: number[]; pattern: RegExp }

/** A sentence that was recognised, with its values; or text that was not. */
export type Recognised = { key: string; values: string[] } | { text: string }

/** The context of such sentences: the last line of their keys. */
const CONTEXT = '\nserver'

/** Those of a catalogue's keys that are sentences of the server's, in their order. */
export const sentencesAmong = (keys: readonly string[]): Sentence[] =>
  keys.filter((key) => key.endsWith(CONTEXT)).map(sentenceOf)

function sentenceOf(key: string): Sentence {
  const english = key.slice(0, -CONTEXT.length)
  const parts = english.split(/\{(\d+)\}/)
  const isPlace = (_: string, at: number) => at % 2 === 1
  const source = parts.map((part, at) => (at % 2 === 1 ? '(.+?)' : escaped(part))).join('')
  // Another sentence may follow; what says something of a field stands alone.
  const end = english.endsWith('.') ? '(?: |$)' : '$'
  return { key, places: parts.filter(isPlace).map(Number), pattern: new RegExp(`^${source}${end}`, 's') }
}

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)

/** A text of the server's, sentence by sentence. */
export function recognise(text: string, sentences: readonly Sentence[]): Recognised[] {
  for (const { key, places, pattern } of sentences) {
    const match = pattern.exec(text)
    if (!match) continue
    const values = places.map((_, place) => match[places.indexOf(place) + 1] ?? '')
    const rest = text.slice(match[0].length)
    return [{ key, values }, ...(rest === '' ? [] : recognise(rest, sentences))]
  }
  return [{ text }]
}
