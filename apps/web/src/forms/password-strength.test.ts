import { expect, test } from 'vitest'
import { passwordStrength } from './password-strength.ts'

test.each([
  ['', 0, '10 more characters'],
  ['ninechars', 0, 'One more character'],
  ['1234567890', 1, 'Weak: easy to guess'],
  ['aaaaaaaaaaaaaaaaaaaa', 1, 'Weak: easy to guess'],
  ['abababababababababab', 1, 'Weak: easy to guess'],
  ['tr0ub4dor&x', 2, 'Fair: a few words more are better'],
  ['kettle drum rain', 3, 'Good'],
  ['kettle drum rain tomorrow', 4, 'Strong'],
])('“%s” has level %i', (password, level, words) => {
  expect(passwordStrength(password)).toEqual({ level, words })
})

test('the username is no password, in any case', () => {
  expect(passwordStrength('Ada.Lovelace', 'ada.lovelace')).toEqual({
    level: 0,
    words: 'The username is no password',
  })
})

test('characters are counted as the server counts them', () => {
  expect(passwordStrength('e\u0301'.repeat(9)).words).toBe('One more character')
  expect(passwordStrength('👍'.repeat(9)).words).toBe('One more character')
})
