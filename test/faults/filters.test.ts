import type { Health, JournalEntry, Page } from '@switchboard/contract'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import type { Rest } from '../support/rest.ts'
import { managerRow, size } from './fault.ts'
import { countEntries } from './journal.ts'
import { inMs, timed, watchRest } from './measure.ts'

/** Each takes a backtracking engine longer than anybody waits, on the lines below. */
const PATTERNS = [
  '^(a+)+$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(.*)*x$',
  '^(([a-z])+.)+[0-9]([a-z])+$',
  '(.*a){20}x',
  '(a?){100}a{100}b',
]
const LONGEST = 60_000
const SHORT = `${'a'.repeat(27)}!\n`
/** The preview has its first 200 characters, of which one must not fit either. */
const LONG = `${'a'.repeat(99)}!${'a'.repeat(LONGEST - 101)}!\n`

managerRow(
  {
    row: 26,
    what: `regular expressions that explode, over ${size(20, 90)} lines of 28 and ${LONGEST.toLocaleString('en')} characters`,
    expected: 'an answer in time that grows with the text, others are answered meanwhile',
  },
  async ({ rest, start }) => {
    const count = size(20, 90)
    const options = { framing: { kind: 'lines', maxBytes: LONGEST } }
    const service = await start('chat', { options, capture: { mode: 'full' } })
    const caller = connect(portOf(service), '127.0.0.1')
    await once(caller, 'connect')
    for (let line = 0; line < count; line++) caller.write(line % 2 ? SHORT : LONG)
    await expect.poll(() => countEntries(rest, 'chat.message', service.id)).toBe(count)

    const others = watchRest(rest)
    const times: number[] = []
    for (const pattern of PATTERNS) times.push((await timed(() => findNothing(rest, pattern))).ms)
    const p99 = await others.stop()
    expect(Math.max(...times)).toBeLessThan(10_000)
    const { eventLoop } = (await rest.get<Health>('/health')).body
    caller.destroy()
    return `at most ${inMs(Math.max(...times))}, REST p99 ${inMs(p99)}, loop at most ${eventLoop.longestMs} ms`
  },
)

/** Looks through the whole journal. */
async function findNothing(rest: Rest, pattern: string): Promise<void> {
  const filter = encodeURIComponent(`text~"${pattern}"`)
  for (let before = ''; ;) {
    const { status, body } = await rest.get<Page<JournalEntry>>(`/journal?filter=${filter}${before}`)
    expect([status, body.items]).toEqual([200, []])
    if (body.next === null) return
    before = `&before=${body.next}`
  }
}
