import type { Test } from '@switchboard/filter'

/**
 * What to ask the index `journal_text` for texts that pass one of the tests: FTS5's words for trigrams that each of
 * them has. null if some test says too little. The index folds letters beyond ASCII its own way, so they are not asked for.
 */
export function trigramQuery(tests: readonly Test[]): string | null {
  const queries = tests.map((test) => allOf(textsIn(test).flatMap(trigrams)))
  if (queries.length === 0 || queries.includes(null)) return null
  return queries.map((query) => `(${query})`).join(' OR ')
}

function textsIn(test: Test): readonly string[] {
  switch (test.kind) {
    case 'equals':
    case 'contains':
      return [test.text]
    case 'glob':
      return test.parts
    default:
      return []
  }
}

function trigrams(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)).filter(
    (trigram) => /^[\n -~]{3}$/.test(trigram),
  )
}

/** More would make no difference. */
const ENOUGH = 32

function allOf(words: string[]): string | null {
  const quoted = [...new Set(words)].slice(0, ENOUGH).map((word) => `"${word.replaceAll('"', '""')}"`)
  return quoted.length === 0 ? null : quoted.join(' AND ')
}
