import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CloseReason } from './connection.ts'

const rows = readFileSync(new URL('../../../docs/connections.md', import.meta.url), 'utf8').match(
  /(?<=^\| `)[a-z-]+(?=` \|)/gm,
)

it('has a row in docs/connections.md for every reason why a connection ends', () => {
  expect(rows).toEqual(CloseReason.enum)
})
