import { readFile } from 'node:fs/promises'
import type { Environment } from '@switchboard/contract'
import { expect, onTestFinished, test } from 'vitest'
import { ADMIN_TOKEN, TestManager } from '../../testing.ts'
import { VARIABLES } from './variables.ts'

const named = (text: string) => [...new Set(text.match(/\b(?:SWITCHBOARD_[A-Z_]+|DATABASE_URL)\b/g))].sort()

test('every variable that is read is told, here and in the README', async () => {
  const read = named(await readFile(new URL('../../environment.ts', import.meta.url), 'utf8'))
  const table = await readFile(new URL('../../../../../README.md', import.meta.url), 'utf8')
  const rows = table.split('\n').filter((line) => /^\| `(?:SWITCHBOARD_|DATABASE_)/.test(line))
  expect(VARIABLES.map(({ name }) => name).sort()).toEqual(read)
  expect(named(rows.map((row) => row.split('|')[1]).join(' '))).toEqual(read)
})

test('what holds is told with where it is from, and never a secret', async () => {
  const manager = await TestManager.start({ variables: { SWITCHBOARD_ALLOWED_HOSTS: 'panel.example,lab' } })
  onTestFinished(() => manager.close())
  const { body } = await manager.call<Environment>('GET', '/environment')
  const told = Object.fromEntries(body.variables.map(({ name, value, isSet }) => [name, [value, isSet]]))
  expect(told).toMatchObject({
    SWITCHBOARD_ADMIN_TOKEN: ['•••', true],
    SWITCHBOARD_ALLOWED_HOSTS: ['panel.example, lab', true],
    SWITCHBOARD_TRUSTED_PROXIES: [null, false],
    SWITCHBOARD_ENGINES: [expect.stringMatching(/^\d+$/), expect.any(Boolean)],
  })
  expect(JSON.stringify(body)).not.toContain(ADMIN_TOKEN)
  expect(body.certificate).toBeNull()
})
