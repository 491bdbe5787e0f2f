import { expect, it } from 'vitest'
import { judge } from './bar.ts'
import { ratioOf, type Row } from './row.ts'

const row = (contender: string, ...perSecond: number[]): Row => ({
  contender,
  rounds: perSecond.map((value) => ({ perSecond: value })),
  leftOut: null,
})

const ours = row('ours', 90, 40, 95)
const theirs = row('theirs', 100, 50, 100)

it('compares round by round, so a slow moment of the machine does not count', () => {
  const ratio = ratioOf(ours, theirs, 'perSecond')
  expect(ratio).toEqual({ median: 0.9, least: 0.8, most: 0.95 })
})

it('has no ratio to what was not measured', () => {
  expect(ratioOf(ours, row('theirs'), 'perSecond')).toBeNull()
  expect(ratioOf(undefined, theirs, 'perSecond')).toBeNull()
})

it.each([
  [0.9, true],
  [0.91, false],
])('a ratio of 0.9 against a bar of %d: met %s', (least, met) => {
  const bar = { contender: 'ours', figure: 'perSecond', against: 'theirs', least } as const
  expect(judge(bar, [ours, theirs])).toMatchObject({ value: '0.9 ×', met })
})

it.each([
  [90, true],
  [89, false],
])('a median of 90 against a bar of at most %d: met %s', (most, met) => {
  const verdict = judge({ contender: 'ours', figure: 'perSecond', most }, [ours])
  expect(verdict).toEqual({ text: `ours: per s ≤ ${most}`, value: '90', met })
})

it('a bar that could not be measured is neither met nor missed', () => {
  const verdict = judge({ contender: 'absent', figure: 'perSecond', most: 1 }, [ours])
  expect(verdict).toMatchObject({ value: 'not measured', met: null })
})
