import { expect, test } from 'vitest'
import { coarser, describe, indexAt, newestKnown, timeAt, valuesInWords, type ChartData } from './chart.ts'

const data: ChartData = {
  from: 100,
  step: 10,
  lines: [
    { label: 'in', values: [null, 5, 2, null], style: 1 },
    { label: 'out', values: [null, 1, 9, null], style: 2 },
  ],
}
const format = (value: number) => `${value} B/s`

test('a sentence tells the latest that is known, and the most', () => {
  const text = 'Bytes. Latest: in 2 B/s, out 9 B/s. Most: in 5 B/s, out 9 B/s.'
  expect(describe(data, 'Bytes', format)).toBe(text)
})

test('where nothing is known, it says so', () => {
  const nothing = { ...data, lines: [{ label: 'in', values: [null, null], style: 1 as const }] }
  expect(describe(nothing, 'Bytes', format)).toBe('Bytes: nothing is known of this time.')
  expect([newestKnown(nothing), valuesInWords(data, 3, format)]).toEqual([null, 'not known'])
})

test('coarser values are means of what is known, cut where the clock is even', () => {
  expect(coarser({ ...data, from: 110 }, 3)).toEqual({
    from: 90,
    step: 30,
    lines: [
      { label: 'in', values: [null, 3.5], style: 1 },
      { label: 'out', values: [null, 5], style: 2 },
    ],
  })
})

test('times and indexes', () => {
  expect([timeAt(data, 2), indexAt(data, 121), indexAt(data, 90), indexAt(data, 140)]).toEqual([
    120,
    2,
    null,
    null,
  ])
})
