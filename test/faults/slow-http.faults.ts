import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Manager } from '../support/manager.ts'
import { managerRow } from './fault.ts'
import { percentile99 } from './measure.ts'

const EACH = 100
const BETWEEN_BYTES_MS = 1000

/** What they say, byte by byte; `longest`: the time for the whole, and 5 s until it is noticed, and a second. */
const KINDS = {
  'say nothing': { at: '', dribble: '', longest: 21_000 },
  'dribble the head': { at: '', dribble: `GET /${'x'.repeat(500)}`, longest: 21_000 },
  'dribble the body': {
    at: 'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n',
    dribble: 'x'.repeat(500),
    longest: 36_000,
  },
}

managerRow(
  {
    row: 8,
    what: `the API: ${EACH} clients each that say nothing, dribble the head, dribble the body of a request`,
    expected: 'cut ≤ 21 s, 21 s and 36 s; others p99 ≤ 100 ms',
  },
  async ({ manager }) => {
    let isOver = false
    const honest = measure(manager, () => isOver)
    const lives = await Promise.all(
      Object.values(KINDS).flatMap((kind) => Array.from({ length: EACH }, () => lifeOf(manager, kind))),
    )
    isOver = true
    const longest = Object.values(KINDS).map((_, at) => Math.max(...lives.slice(at * EACH, (at + 1) * EACH)))
    Object.values(KINDS).forEach((kind, at) => expect(longest[at]).toBeLessThanOrEqual(kind.longest))
    const p99 = await honest
    expect(p99).toBeLessThanOrEqual(100)
    const seconds = longest.map((ms) => (ms / 1000).toFixed(1))
    return `${lives.length} of ${lives.length} cut, at most after ${seconds.join(', ')} s; others p99 ${p99.toFixed(0)} ms`
  },
)

/** Milliseconds from the connection to its end. */
async function lifeOf({ url }: Manager, { at, dribble }: { at: string; dribble: string }): Promise<number> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const begun = performance.now()
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => undefined) // 'close' follows
  socket.resume().write(at)
  let sent = 0
  const timer = setInterval(() => socket.write(dribble[sent++] ?? ''), BETWEEN_BYTES_MS)
  await closed
  clearInterval(timer)
  return performance.now() - begun
}

/** The 99th percentile of the answers to somebody else, milliseconds. */
async function measure({ rest }: Manager, isOver: () => boolean): Promise<number> {
  const times: number[] = []
  while (!isOver()) {
    const begun = performance.now()
    expect((await rest.get('/services')).status).toBe(200)
    times.push(performance.now() - begun)
    await pause(50)
  }
  return percentile99(times)
}
