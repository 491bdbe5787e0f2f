import { expect, test } from 'vitest'
import { localName } from './local-name.ts'

test.each([
  ['report (1).pdf', 'report (1).pdf'],
  ['../../.ssh/config', '_.._.ssh_config'],
  ['-rf', 'rf'],
  ['.bashrc', 'bashrc'],
  ['a\u202etxt\u001b[2J', 'a_u202etxt_x1b[2J'],
  ['..', 'fil_1'],
])('%j is saved as %j', (name, saved) => {
  expect(localName({ id: 'fil_1', name })).toBe(saved)
})
