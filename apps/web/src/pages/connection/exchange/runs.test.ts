import { expect, test } from 'vitest'
import { hexRows, paddingOf, runsOf, textRuns } from './runs.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('bytes are cut where parts end and where marks begin and end', () => {
  const marks = [
    { from: 2, to: 6, isCurrent: false },
    { from: 8, to: 9, isCurrent: true },
  ]
  expect(runsOf({ from: 0, to: 10 }, [4, 8], marks)).toEqual([
    { from: 0, to: 2, part: 0, mark: null, ends: false },
    { from: 2, to: 4, part: 0, mark: 'match', ends: true },
    { from: 4, to: 6, part: 1, mark: 'match', ends: false },
    { from: 6, to: 8, part: 1, mark: null, ends: true },
    { from: 8, to: 9, part: 2, mark: 'current', ends: false },
    { from: 9, to: 10, part: 2, mark: null, ends: false },
  ])
})

test('a part that goes on elsewhere does not end here', () => {
  expect(runsOf({ from: 0, to: 4 }, [2, 4], [], [2]).map(({ ends }) => ends)).toEqual([true, false])
})

test('of a window only what is in it', () => {
  const runs = runsOf({ from: 5, to: 8 }, [2, 6, 20], [{ from: 4, to: 7, isCurrent: false }])
  expect(runs.map(({ from, to, part, mark }) => [from, to, part, mark])).toEqual([
    [5, 6, 1, 'match'],
    [6, 7, 2, 'match'],
    [7, 8, 2, null],
  ])
  expect(runsOf({ from: 0, to: 0 }, [], [])).toEqual([])
})

test('hexadecimal rows keep the looks of their bytes', () => {
  const text = bytes('one\ntwo\nthree is longer than a row')
  const runs = runsOf({ from: 0, to: text.length }, [4, 8], [{ from: 15, to: 17, isCurrent: false }])
  const rows = hexRows(text, 256, runs)
  expect(rows.map(({ at }) => at)).toEqual(['00000100', '00000110', '00000120'])
  expect(rows[0]?.hex).toEqual([
    { part: 0, mark: null, text: '6f 6e 65 0a ' },
    { part: 1, mark: null, text: '74 77 6f 0a ' },
    { part: 2, mark: null, text: '74 68 72 65 65 20 69 ' },
    { part: 2, mark: 'match', text: '73' },
  ])
  expect(rows[1]?.ascii[0]).toEqual({ part: 2, mark: 'match', text: ' ' })
  const whole = rows.flatMap(({ ascii }) => ascii.map((piece) => piece.text)).join('')
  expect(whole).toBe('one.two.three is longer than a row')
  expect(rows.map((row) => paddingOf(row).length)).toEqual([0, 0, 42])
})

test('text shows a line break at the end of a message as a sign, and no other', () => {
  const text = bytes('one\r\ntwo\nthr')
  const runs = runsOf({ from: 0, to: text.length }, [5, 7], [])
  expect(textRuns(text, runs).map(({ text, ends, breaks }) => ({ text, ends, breaks }))).toEqual([
    { text: 'one', ends: true, breaks: true },
    { text: 'tw', ends: true, breaks: false },
    { text: 'o\nthr', ends: false, breaks: false },
  ])
})
