import { PASSWORD_MAX, PASSWORD_MIN } from '@switchboard/contract'
import { invalid } from '../problem.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

/** The same text, however it was typed: one accent may be written in two ways. */
export const normalized = (password: string): string => password.normalize('NFKC')

/** Refuses what is guessed first. No rule of composition (NIST SP 800-63B). Throws `validation-failed` for `/password`. */
export function checkNewPassword(password: string, username: string): void {
  const fault = faultOf(normalized(password), username)
  if (fault) throw invalid([{ path: '/password', message: fault }])
}

function faultOf(password: string, username: string): string | null {
  const length = [...password].length
  if (length < PASSWORD_MIN) return `is too short; at least ${PASSWORD_MIN} characters are needed`
  if (length > PASSWORD_MAX) return `is too long; at most ${PASSWORD_MAX} characters are allowed`
  const plain = password.toLowerCase()
  if (plain === username.toLowerCase()) return 'is the username: choose another one'
  const isOneCharacter = new Set(plain).size === 1
  if (isOneCharacter || COMMON_PASSWORDS.has(plain))
    return 'is one of the commonest passwords: choose another one, such as four random words'
  return null
}
