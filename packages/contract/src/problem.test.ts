import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PROBLEMS } from './problem.ts'

it('is told in docs/errors.md, each code with its status', () => {
  const docs = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
  const told = Array.from(docs.matchAll(/^\| `([a-z-]+)` \| (\d+) \|/gm), ([, code, status]) => [
    code,
    Number(status),
  ])
  const codes = Object.entries(PROBLEMS).map(([code, { status }]) => [code, status])
  expect(told).toEqual(codes)
})
