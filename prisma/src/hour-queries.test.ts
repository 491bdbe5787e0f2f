import { expect, test } from 'vitest'
import { NO_TRAFFIC } from './testing/hours.ts'
import { temporaryStore } from './testing/temporary-store.ts'

test('hours add up, over restarts and over services, as means of the seconds that are known', async () => {
  const store = await temporaryStore()
  const of = (serviceId: string) => ({ ...NO_TRAFFIC, serviceId, hour: 5 })
  await store.hours.add([{ ...of('a'), seconds: 60, bytesIn: 600, openConnections: 3 }])
  await store.hours.add([{ ...of('a'), seconds: 40, bytesIn: 400.5, openConnections: 2 }, of('b')])
  await store.hours.add([{ ...of('b'), hour: 6, seconds: 2, errors: 1 }])
  const list = (serviceIds: string[], to = 100) => store.hours.list({ serviceIds, from: 5, to })
  expect(await list(['a'])).toEqual([
    expect.objectContaining({ hour: 5, seconds: 100, bytesIn: 10.005, openConnections: 3 }),
  ])
  expect((await list(['a', 'b'])).map(({ hour, bytesIn, errors }) => [hour, bytesIn, errors])).toEqual([
    [5, 10.005, 0],
    [6, 0, 0.5],
  ])
  expect(await list(['a', 'b'], 6)).toHaveLength(1)
  expect(await list([])).toEqual([])
})
