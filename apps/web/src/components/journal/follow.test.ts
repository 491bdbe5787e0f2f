import { expect, test } from 'vitest'
import { followsAfterScroll, isAtEnd, topToShow, visibleRange } from './follow.ts'

const at = (top: number, height = 10_000) => ({ top, height, view: 560 })

test('any scroll up ends following', () => {
  expect(followsAfterScroll(true, at(9440), at(9412))).toBe(false)
})

test('going down to the end resumes, going down a little does not', () => {
  expect(followsAfterScroll(false, at(9000), at(9439))).toBe(true)
  expect(followsAfterScroll(false, at(9000), at(9100))).toBe(false)
})

test('rows that go or come under the list change nothing', () => {
  expect(followsAfterScroll(true, at(9440), at(8440, 9000))).toBe(true)
  expect(followsAfterScroll(true, at(9440), at(9440, 10_280))).toBe(true)
  expect(followsAfterScroll(false, at(9440), at(9440))).toBe(false)
})

test('the end is reached within two pixels', () => {
  expect(isAtEnd(at(9438))).toBe(true)
  expect(isAtEnd(at(9437))).toBe(false)
  expect(isAtEnd({ top: 0, height: 100, view: 560 })).toBe(true)
})

test('only rows near the view are drawn', () => {
  expect(visibleRange(at(2800), 28, 1000)).toEqual({ start: 88, end: 132 })
  expect(visibleRange(at(0), 28, 3)).toEqual({ start: 0, end: 3 })
  expect(visibleRange(at(9000), 28, 5)).toEqual({ start: 5, end: 5 })
})

test('a row is brought into view with the least movement', () => {
  expect(topToShow(10, at(2800), 28)).toBe(280)
  expect(topToShow(105, at(2800), 28)).toBe(2800)
  expect(topToShow(130, at(2800), 28)).toBe(3108)
})
