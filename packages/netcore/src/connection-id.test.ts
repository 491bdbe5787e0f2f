import { expect, it } from 'vitest'
import { newConnectionId } from './connection-id.ts'

it('never repeats, and sorts in the order of making', () => {
  const ids = Array.from({ length: 10_000 }, newConnectionId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  expect(ids[0]).toMatch(/^con_[0-9A-HJKMNP-TV-Z]{24}$/)
})
