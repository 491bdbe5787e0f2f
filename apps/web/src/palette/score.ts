/** How one typed word fits: a text begins with it, a word of it does, or it lies within. */
const BEGINS = 4
const WORD_BEGINS = 3
const WITHIN = 2
const LETTERS_IN_ORDER = 1
const EXACT = 5

/**
 * How well a text fits what was typed; the higher, the better, and null: not at all. Every typed word has to be found:
 * at the beginning, at the beginning of a word, somewhere within, or letter by letter from the beginning of a word on.
 * `more` holds words that are searched and not shown.
 */
export function score(typed: string, text: string, more = ''): number | null {
  const shown = text.toLowerCase()
  const sought = typed.toLowerCase().trim()
  if (sought === shown) return EXACT
  let sum = 0
  const words = sought.split(/\s+/)
  for (const word of words) {
    const found = Math.max(scoreWord(word, shown), scoreWord(word, more.toLowerCase()) / 2)
    if (found === 0) return null
    sum += found
  }
  return sum / words.length
}

function scoreWord(word: string, text: string): number {
  const at = text.indexOf(word)
  if (at === 0) return BEGINS
  if (beginnings(text).some((from) => text.startsWith(word, from))) return WORD_BEGINS
  if (at !== -1) return WITHIN
  return word.length > 1 && inOrder(word, text) ? LETTERS_IN_ORDER : 0
}

const BEGINNINGS = /(?<![\p{L}\d])[\p{L}\d]/gu

const beginnings = (text: string) => [...text.matchAll(BEGINNINGS)].map(({ index }) => index)

/** Whether all letters come in this order, the first one at the beginning of a word. */
const inOrder = (letters: string, text: string) =>
  beginnings(text).some((from) => {
    let at = from - 1
    return [...letters].every((letter, index) => {
      const found = text.indexOf(letter, at + 1)
      at = found
      return found !== -1 && (index > 0 || found === from)
    })
  })
