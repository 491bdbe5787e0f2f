import { STATS_KEYS } from '@switchboard/contract'
import type { HourRates, HourSums } from '@switchboard/store'
import { expect, test } from 'vitest'
import { ALL, Hours, readHours } from './hours.ts'

const HOUR = 500_000
const BEGIN = HOUR * 3600
const sample = (bytesIn: number, open: number) =>
  STATS_KEYS.map((key) => (key === 'bytesIn' ? bytesIn : key === 'openConnections' ? open : 0))

test('seconds are summed up by hour and service, those of which nothing is known are not', async () => {
  const hours = new Hours()
  hours.add('a', BEGIN, sample(10, 5))
  hours.add('a', BEGIN + 1, null)
  hours.add('a', BEGIN + 3599, sample(20, 2))
  hours.add('a', BEGIN + 3600, sample(1, 1))
  hours.add('gone', BEGIN, sample(1, 1))
  hours.add(ALL, BEGIN, sample(10, 5))
  hours.forget('gone')
  const written: HourSums[] = []
  const store = { add: async (sums: HourSums[]) => void written.push(...sums) }
  await hours.writeDown(store)
  await hours.writeDown(store)
  const told = written.map(({ serviceId, hour, seconds, bytesIn, openConnections }) => [
    ...[serviceId, hour - HOUR, seconds],
    ...[bytesIn, openConnections],
  ])
  expect(told).toEqual([
    ['a', 0, 2, 30, 5],
    ['a', 1, 1, 1, 1],
    [ALL, 0, 1, 10, 5],
  ])
})

test('an hour of which nothing is known is a gap', async () => {
  const numbers = Object.fromEntries(STATS_KEYS.map((key, place) => [key, place]))
  const list = async () => [{ ...numbers, hour: HOUR + 1, seconds: 60 } as HourRates]
  const read = await readHours({ list }, ['a'], { from: BEGIN, to: BEGIN + 2 * 3600 + 1 })
  expect(read).toEqual({
    samples: [null, STATS_KEYS.map((_key, place) => place), null],
    seconds: [0, 60, 0],
  })
})
