import { expect, test } from 'vitest'
import { preferredOf } from './language.ts'

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'zh-CN', 'de'], 'zh-Hans'],
  [['zh-SG'], 'zh-Hans'],
  [['zh-TW', 'de'], 'de'], // Traditional characters are not what is there.
  [['en-US', 'de'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('who prefers %j reads %s', (tags, language) => {
  expect(preferredOf(tags)).toBe(language)
})
