import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

it('nobody begins before the one ahead is over, even if that fails', async () => {
  const turns = new Turns()
  const heard: string[] = []
  const work = async (name: string) => {
    heard.push(`${name} begins`)
    await setImmediate()
    heard.push(`${name} ends`)
    if (name === 'b') throw new Error('b failed')
    return name
  }
  const answers = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.take(() => work(name))))
  expect(heard).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(answers).toMatchObject([{ value: 'a' }, { reason: { message: 'b failed' } }, { value: 'c' }])
})
