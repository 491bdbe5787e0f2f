import { expect, test } from 'vitest'
import { actionWords } from './action-words.ts'

test.each([
  ['service.update', 'Service changed'],
  ['session.rejected', 'Sign-in rejected'],
  ['second-factor.enable', 'Second factor enabled'],
  ['webhook.test', 'Webhook tested'],
  ['createWebhook', 'Create webhook'],
])('%s is "%s"', (action, words) => {
  expect(actionWords(action)).toBe(words)
})
