import { expect, it } from 'vitest'
import { encodeBatch, joinBatches } from './journal-batch.ts'
import { connection, entry } from './testing/rows.ts'

const carrying = (id: string) => entry({ connection: connection({ id }) })

it('joins to what would have been encoded at once, empty parts included', () => {
  const parts = [[entry(), carrying('con_1')], [entry()], [carrying('con_2')]]
  expect(joinBatches(parts.map(encodeBatch))).toEqual(encodeBatch(parts.flat()))
  expect(joinBatches([])).toEqual(encodeBatch([]))
})
