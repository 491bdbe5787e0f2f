import { RE2JS } from 're2js'

/** States of the compiled automaton; time is at most this times the length of the text. */
const LARGEST_PROGRAM = 2000

/**
 * Whether a text has the pattern in it, whatever the case (`(?-i)` makes case count). RE2 syntax: time grows linearly
 * with the text, and there are no look-arounds and back references. Throws what `patternProblem` tells beforehand.
 */
export function compilePattern(source: string): (text: string) => boolean {
  const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
  return (text) => pattern.test(text)
}

/** What is wrong with a pattern, in words; null for a good one. */
export function patternProblem(source: string): string | null {
  try {
    // Without flags, because the message quotes what was compiled, flags included.
    const size = RE2JS.compile(source).programSize()
    return size > LARGEST_PROGRAM ? 'its repetitions make it too large; repeat less often' : null
  } catch (error) {
    return (error as Error).message.replace('error parsing regexp: ', '')
  }
}
