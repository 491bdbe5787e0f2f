import { setTimeout as pause } from 'node:timers/promises'
import type { Rest } from '../support/rest.ts'

/** The time until it is done, in milliseconds, and what came of it. */
export async function timed<Value>(work: () => Promise<Value>): Promise<{ ms: number; value: Value }> {
  const begin = performance.now()
  const value = await work()
  return { ms: performance.now() - begin, value }
}

export const inMs = (ms: number) => `${ms.toFixed(0)} ms`

/** Asks the API again and again until stopped; answers how long the slowest hundredth took, in milliseconds. */
export function watchRest(rest: Rest): { stop(): Promise<number> } {
  const times: number[] = []
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      times.push((await timed(() => rest.get('/services'))).ms)
      await pause(10)
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await watching
      return percentile99(times)
    },
  }
}

export function percentile99(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN
}
