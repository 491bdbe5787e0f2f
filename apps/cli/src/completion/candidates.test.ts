import { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { Cli } from '../cli.ts'
import { Screen } from '../output/screen.ts'
import { buildProgram } from '../program.ts'
import { candidatesFor } from './candidates.ts'

const nowhere = new Writable()
const program = buildProgram(
  new Cli({ screen: new Screen(nowhere, nowhere), stdin: Readable.from([]), env: {} }),
)

test.each([
  ['st', ['start', 'stop']],
  ['send --via u', ['udp', 'unix']],
  ['backup c', ['create']],
  ['users create ann a', ['admin']],
  ['logs svc:x --fo', ['--follow']],
  ['files get x --f', ['--force']],
  ['--js', ['--json']],
  ['completion f', ['fish']],
  ['logs ', []],
  ['create --description st', []],
])('%j goes on with %j', (line, proposed) => {
  const words = line.split(' ')
  const values = candidatesFor(program, words).candidates.map(({ value }) => value)
  expect(values.filter((value) => value.startsWith(words.at(-1) ?? ''))).toEqual(proposed)
})

test.each([
  ['start ', 'service'],
  ['start lab ', 'service'],
  ['send ', 'service'],
  ['logs -n 5 --service ', 'service'],
  ['logs --service=x ', undefined],
  ['create x -p ', 'protocol'],
  ['create x --protocol ', 'protocol'],
  ['create ', undefined],
])('%j goes on with the name of a %s', (line, kind) => {
  expect(candidatesFor(program, line.split(' ')).kind).toBe(kind)
})

test('what only shells call is not proposed', () => {
  const { candidates } = candidatesFor(program, [''])
  expect(candidates.map(({ value }) => value)).toEqual(expect.arrayContaining(['ls', 'completion']))
  expect(candidates.map(({ value }) => value)).not.toContain('complete')
})
