import { expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const names = ['echo', 'udp']

it('has a default for everything', () => {
  const expected = { rounds: 5, seconds: 1, only: [], json: false, close: 'rst' }
  expect(readSettings([], names)).toEqual(expected)
})

it('takes several measurements by name', () => {
  const settings = readSettings(['--only', 'udp', '--only=echo', '--seconds', '0.5', '--json'], names)
  expect(settings).toMatchObject({ only: ['udp', 'echo'], seconds: 0.5, json: true })
})

it.each([
  [['--rounds', '2.5'], '--rounds is "2.5": a number from 1 to 50 is allowed'],
  [['--seconds', ''], '--seconds is "": a number from 0.1 to 60 is allowed'],
  [['--only', 'tcp'], '--only is "tcp": one of echo, udp is allowed'],
  [['--close', 'x'], '--close is "x": rst or fin is allowed'],
  [['--fast'], "Unknown option '--fast'"],
])('refuses %j', (words, message) => expect(() => readSettings(words, names)).toThrow(message))
