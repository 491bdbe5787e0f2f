import { expect, test } from 'vitest'
import { rangesFor } from './ranges.ts'

const access = { allow: ['10.0.0.0/8', '10.1.0.0/16'], deny: ['10.1.0.0/16', '10.1.2.3'], accessTimes: [] }

test('ranges stand as the server looks at them: most specific first, deny before allow', () => {
  expect(rangesFor(access, '10.1.9.9').map(({ kind, range, contains }) => [kind, range, contains])).toEqual([
    ['deny', '10.1.2.3', false],
    ['deny', '10.1.0.0/16', true],
    ['allow', '10.1.0.0/16', true],
    ['allow', '10.0.0.0/8', true],
  ])
})

test('a ban that has decided comes before them all', () => {
  const rows = rangesFor({ allow: ['10.0.0.0/8'], deny: [], accessTimes: [] }, '10.0.0.1', '10.0.0.0/24')
  expect(rows.map(({ kind, contains }) => [kind, contains])).toEqual([
    ['ban', true],
    ['allow', true],
  ])
})
