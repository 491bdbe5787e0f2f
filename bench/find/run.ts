// npm run bench -- find: finding and writing in a journal of ten million entries, beside one of ten thousand.

import { existsSync, mkdirSync, statSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Health } from '@switchboard/contract'
import { startManager } from '../../test/support/manager.ts'
import { fill } from './fill.ts'
import { measureIngest } from './ingest.ts'
import { measureQueries, type Times } from './queries.ts'

const SMALL = 10_000
const INGESTED = 200_000

const { values } = parseArgs({
  options: { entries: { type: 'string', default: '10000000' }, folder: { type: 'string' } },
})
if (!values.folder || !/^\d+$/.test(values.entries)) {
  console.error(
    'npm run bench -- find --folder <where the databases are made, and kept> [--entries <10000000>]',
  )
  process.exit(1)
}
const { folder } = values

/** The data folder with a journal of so many entries; made if it is not there yet. */
async function dataOf(count: number): Promise<string> {
  const data = join(folder, String(count))
  const path = join(data, 'switchboard.db')
  if (existsSync(path)) return data
  mkdirSync(data, { recursive: true, mode: 0o700 })
  console.log(`making ${count.toLocaleString('en')} entries …`)
  await fill(path, count, Date.now())
  console.log(`  ${(statSync(path).size / count).toFixed(0)} bytes on the disk for an entry`)
  return data
}

async function queriesOf(dataDir: string): Promise<{ times: Times[]; eventLoop: Health['eventLoop'] }> {
  const manager = await startManager({ dataDir, env: { SWITCHBOARD_ENGINES: '1' } })
  try {
    const times = await measureQueries(manager.rest)
    return { times, eventLoop: (await manager.rest.get<Health>('/health')).body.eventLoop }
  } finally {
    await manager.stop()
  }
}

const ms = (value: number | undefined) => (value ?? NaN).toFixed(1).padStart(8)

const counts = [SMALL, Number(values.entries)]
const data = [await dataOf(SMALL), await dataOf(Number(values.entries))]
const load = () => loadavg()[0]?.toFixed(1)
console.log(
  `load average ${load()}; milliseconds, ${counts.map((count) => count.toLocaleString('en')).join(' / ')} entries`,
)
const [small, large] = [await queriesOf(data[0] ?? ''), await queriesOf(data[1] ?? '')]
console.log(`${'page'.padEnd(28)}     p50      p99  |     p50      p99     most  | p99 ratio`)
for (const [at, { name, p50, p99, most }] of large.times.entries()) {
  const before = small.times[at]
  const ratio = (p99 / (before?.p99 ?? NaN)).toFixed(2)
  console.log(
    `${name.padEnd(28)}${ms(before?.p50)} ${ms(before?.p99)}  |${ms(p50)} ${ms(p99)} ${ms(most)}  | ${ratio}`,
  )
}
for (const [at, { eventLoop }] of [small, large].entries())
  console.log(
    `searching ${counts[at]?.toLocaleString('en')}: the API's event loop was late by ${eventLoop.p99Ms} ms at p99, ${eventLoop.longestMs} ms at most`,
  )
for (const [at, folderOf] of data.entries()) {
  const { perSecond, delayP99, delayMost } = await measureIngest(join(folderOf, 'switchboard.db'), INGESTED)
  const on = counts[at]?.toLocaleString('en')
  console.log(
    `ingest on ${on}: ${perSecond.toFixed(0)} entries/s, event loop delay p99 ${delayP99.toFixed(1)} ms, most ${delayMost.toFixed(1)} ms; load average ${load()}`,
  )
}
