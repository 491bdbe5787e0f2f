import { expect, test } from 'vitest'
import { nextSecond, WINDOW_SECONDS, type Traffic } from './traffic-window.ts'

const rates = (bytesIn: number) => ({ connections: 0, bytesIn, bytesOut: 1 })

test('who carries something gets a value, who is known and does not, a zero', () => {
  const before: Traffic = new Map([['a', [7]]])
  expect([...nextSecond(before, { b: rates(4) })]).toEqual([
    ['a', [7, 0]],
    ['b', [5]],
  ])
})

test('there is a minute of it, and who carried nothing in it is gone', () => {
  let traffic: Traffic = nextSecond(new Map(), { a: rates(1) })
  for (let second = 1; second < WINDOW_SECONDS; second++) traffic = nextSecond(traffic, {})
  expect(traffic.get('a')).toHaveLength(WINDOW_SECONDS)
  expect(nextSecond(traffic, {}).size).toBe(0)
})
