import { readFileSync } from 'node:fs'
import { PROBLEMS, type ProblemCode } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { Cli } from './cli.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { Screen } from './output/screen.ts'
import { buildProgram } from './program.ts'

const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8')

test('docs/cli.md names every command', () => {
  const screen = new Screen(process.stdout, process.stderr)
  const program = buildProgram(new Cli({ screen, stdin: process.stdin, env: {} }))
  const missing = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name())
    .filter((name) => name !== 'help' && !new RegExp('(?:switchboard |`)' + name + '\\b').test(page))
  expect(missing).toEqual([])
})

test('docs/cli.md tells every exit code, and no other', () => {
  const told = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code))
  expect(told).toEqual(Object.values(EXIT))
})

test('no problem of the API looks like success, and what may pass by itself is told apart', () => {
  const codes = Object.entries(PROBLEMS) as [ProblemCode, { status: number }][]
  const ends = Object.fromEntries(codes.map(([code, { status }]) => [code, exitCodeOf({ code, status })]))
  expect(Object.values(ends)).not.toContain(EXIT.ok)
  expect(ends).toMatchObject({
    'validation-failed': EXIT.usage,
    unauthenticated: EXIT.denied,
    forbidden: EXIT.denied,
    'not-found': EXIT.notFound,
    'address-in-use': EXIT.conflict,
    'precondition-failed': EXIT.conflict,
    'rate-limited': EXIT.busy,
    overloaded: EXIT.busy,
    'internal-error': EXIT.failed,
  })
})
