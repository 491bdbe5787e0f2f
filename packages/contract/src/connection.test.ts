import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CloseReason } from './connection.ts'

const page = readFileSync(new URL('../../../docs/connections.md', import.meta.url), 'utf8')
const [, ends = ''] = page.split('## Why a connection ended')

it('has a row in docs/connections.md for every reason why a connection ends', () => {
  expect(ends.match(/(?<=^\| `)[a-z-]+(?=` \|)/gm)).toEqual(CloseReason.enum)
})
