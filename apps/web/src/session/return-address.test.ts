import { expect, test } from 'vitest'
import { returnAddress } from './return-address.ts'

const from = (next: string | null, covered = false) =>
  returnAddress({ covered, here: '/services?tab=live', query: () => next }, 'http://127.0.0.1:8080')

test.each([
  [null, '/'],
  ['/services/svc_1?tab=live', '/services/svc_1?tab=live'],
  ['https://elsewhere.example/', '/'],
  ['//elsewhere.example/', '/'],
  [String.raw`/\elsewhere.example`, '/'],
  ['javascript:alert(1)', '/'],
  ['//[', '/'],
])('a sign-in for %s leads to %s', (next, target) => {
  expect(from(next)).toBe(target)
})

test('a sign-in over a screen leads back to it', () => {
  expect(from('/elsewhere', true)).toBe('/services?tab=live')
})
