import type { Connection, Page } from '@switchboard/contract'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Rest } from '../support/rest.ts'
import { portOf } from '../support/services.ts'
import { TcpClient } from '../support/tcp-client.ts'
import { row } from './fault.ts'
import { readJournal } from './journal.ts'
import { inMs, timed } from './measure.ts'
import { openScene } from './scene.ts'

const CLOCK = new URL('./jumping-clock.js', import.meta.url).href
const IDLE_MS = 1500
const LONGEST_MS = 4000
/** Deadlines are looked after four times a second. */
const MAY_BE_LATE_MS = 750

row(
  {
    row: 36,
    what: 'a wall clock that jumps: ±1 h, ±1 d, 1970, 2038, five times a second',
    expected: 'no deadline early or late, journal in order',
  },
  async () => {
    const { rest, start, unharmed } = await openScene({ env: { NODE_OPTIONS: `--import=${CLOCK}` } })
    const lasting = await start('echo', { limits: { idleTimeoutMs: IDLE_MS, maxDurationMs: LONGEST_MS } })
    const lived = await timed(() => talkUntilCut(portOf(lasting)))
    const idle = await start('echo', { limits: { idleTimeoutMs: IDLE_MS } })
    const waited = await timed(() => waitUntilCut(portOf(idle)))
    await expect.poll(() => reasonsOf(rest)).toEqual(expect.arrayContaining(['idle-timeout', 'max-duration']))
    for (const [{ ms }, deadline] of [[lived, LONGEST_MS] as const, [waited, IDLE_MS] as const]) {
      expect(ms).toBeGreaterThanOrEqual(deadline - 5)
      expect(ms).toBeLessThanOrEqual(deadline + MAY_BE_LATE_MS)
    }
    const entries = await readJournal(rest)
    expect(new Set(entries.map(({ at }) => at.slice(0, 13))).size, 'hours on record').toBeGreaterThan(1)
    const seqs = entries.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.map((_, at) => at + 1))
    await unharmed()
    const late = Math.max(lived.ms - LONGEST_MS, waited.ms - IDLE_MS)
    return `0 false timeouts, at most ${inMs(late)} late, ${seqs.length} entries in order`
  },
)

/** Never idle: it ends for its age alone. */
async function talkUntilCut(port: number): Promise<void> {
  const client = await TcpClient.connect(port)
  let isOver = false
  const over = client.closed().then(() => (isOver = true))
  for (let said = 1; !isOver; said++) {
    client.send('x')
    await Promise.race([client.received(said), over])
    await pause(50)
  }
}

async function waitUntilCut(port: number): Promise<void> {
  const client = await TcpClient.connect(port)
  await client.closed()
}

async function reasonsOf(rest: Rest): Promise<(string | null)[]> {
  const { body } = await rest.get<Page<Connection>>('/connections?state=closed&limit=500')
  expect(body.items.filter(({ durationMs }) => durationMs < 0)).toEqual([])
  return body.items.map(({ closeReason }) => closeReason)
}
