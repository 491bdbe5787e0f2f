// npm run bench -- feed: how soon 20 dashboards show an entry, and whether readers that are cut miss any.

import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { JournalEntry, Page, Service } from '@switchboard/contract'
import { startManager } from '../../test/support/manager.ts'
import { machine } from '../machine.ts'
import { countLosses } from './cuts.ts'
import { measureDelays } from './delays.ts'

const BAR_MS = 250
const CUTS = 50

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, rate: { type: 'string', default: '1000' } },
})
const [seconds, rate] = [Number(values.seconds), Number(values.rate)]
if (!(seconds >= 1 && seconds <= 600 && rate >= 10 && rate <= 10_000)) {
  console.error(
    'npm run bench -- feed [--seconds <1 to 600, 20>] [--rate <entries a second, 10 to 10000, 1000>]',
  )
  process.exit(1)
}

const load = () => (loadavg()[0] ?? NaN).toFixed(1)
const ms = (value: number) => `${value.toFixed(0)} ms`

const dataDir = await mkdtemp(join(tmpdir(), 'switchboard-feed-'))
const manager = await startManager({ dataDir })
try {
  const { rest } = manager
  const limits = { maxConnections: null, maxConnectionsPerIp: null, connectionRate: null }
  const listen = [{ transport: 'tcp', host: '127.0.0.1', port: 0 }]
  const { body } = await rest.post<Service>('/services', {
    ...{ name: 'feed', protocol: 'echo', listen, limits, desired: 'running' },
  })
  const [endpoint] = body.endpoints
  if (!endpoint || !('port' in endpoint)) throw new Error(`no service: ${JSON.stringify(body)}`)
  const { port } = endpoint
  const newest = async () => (await rest.get<Page<JournalEntry>>('/journal?limit=1')).body.items[0]?.seq ?? 0

  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average ${load()}`)
  const delays = await measureDelays(manager, port, await newest(), rate, seconds)
  console.log(
    `20 dashboards at ${delays.entriesPerSecond.toFixed(0)} entries/s, connect to client: p50 ${ms(delays.p50)}, ` +
      `p95 ${ms(delays.p95)} (bar ${ms(BAR_MS)}: ${delays.p95 <= BAR_MS ? 'met' : 'not met'}), p99 ${ms(delays.p99)}, ` +
      `most ${ms(delays.most)}; ${delays.told} told; load average ${load()}`,
  )
  const { cuts, entries, lost, repeated, entriesPerSecond } = await countLosses(
    ...([manager, port, await newest(), rate, CUTS] as const),
  )
  console.log(
    `${cuts} cuts of 5 readers at ${entriesPerSecond.toFixed(0)} entries/s: of ${entries} entries for each ${lost} lost, ` +
      `${repeated} repeated; load average ${load()}`,
  )
  process.exitCode = lost + repeated === 0 ? 0 : 1
} finally {
  await manager.stop()
  await rm(dataDir, { recursive: true })
}
