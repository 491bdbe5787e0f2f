import { plural } from '../format/number.ts'

/** How hard a password is to guess, from 0 (refused) to 4, and what to say about it. */
export type Strength = { level: 0 | 1 | 2 | 3 | 4; words: string }

const PASSWORD_MIN = 10

/**
 * A hint while typing. Length is what counts (NIST SP 800-63B): characters that only repeat or continue the one before, as in
 * `aaaa` or `1234`, add none. The server decides.
 */
export function passwordStrength(password: string, username = ''): Strength {
  const characters = [...password.normalize('NFKC')]
  const missing = PASSWORD_MIN - characters.length
  if (missing > 0) return { level: 0, words: plural(missing, ['One more character', '# more characters']) }
  if (password.toLowerCase() === username.toLowerCase())
    return { level: 0, words: 'The username is no password' }
  const length = surprises(characters)
  if (length < PASSWORD_MIN) return { level: 1, words: 'Weak: easy to guess' }
  if (length < 13) return { level: 2, words: 'Fair: a few words more are better' }
  return length < 18 ? { level: 3, words: 'Good' } : { level: 4, words: 'Strong' }
}

/** How many characters do not follow from the one before. */
function surprises(characters: readonly string[]): number {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0)
  const steps = codes.map((code, index) => code - (codes[index - 1] ?? Infinity))
  const fresh = steps.filter((step) => Math.abs(step) > 1).length
  return new Set(characters).size < 5 ? Math.min(fresh, 5) : fresh
}
