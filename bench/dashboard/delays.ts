import { percentile } from '../statistics.ts'
import type { Sighting } from './screen.ts'

/** Milliseconds from a line's way into the kernel to the first painted frame that has it, or a later one. */
export type Delays = { p50: number; p95: number; most: number; lines: number }

/** `saidAt`: Unix milliseconds, by number of the line. */
export function delaysOf(saidAt: readonly number[], sightings: readonly Sighting[]): Delays {
  const delays: number[] = []
  let next = (sightings[0]?.line ?? -1) + 1
  for (const { line, at } of sightings) for (; next <= line; next++) delays.push(at - (saidAt[next] ?? NaN))
  const [p50, p95, most] = [0.5, 0.95, 1].map((share) => percentile(delays, share))
  return { p50, p95, most, lines: delays.length } as Delays
}
