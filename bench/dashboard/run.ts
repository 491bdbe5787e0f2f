// npm run bench -- dashboard: the live log in Chromium: frames, time to paint, and memory over a soak.

import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Service } from '@switchboard/contract'
import type { Browser } from 'playwright-core'
import { launchBrowser, signIn } from '../../test/support/browser.ts'
import { startManager, type Manager } from '../../test/support/manager.ts'
import { machine } from '../machine.ts'
import { countLosses } from './cuts.ts'
import { delaysOf } from './delays.ts'
import { Screen } from './screen.ts'
import { Talker } from './talker.ts'

/** Rows that the log holds. */
const FULL = 100_000
/** Lines a second; each is two entries. */
const FILLING = 5000
const FILL_S = 120
const SETTLING_MS = 3000
const SOAK_RATE = 500

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    soak: { type: 'string', default: '0' },
    cuts: { type: 'string', default: '0' },
  },
})
const [seconds, soakMinutes, cuts] = [Number(values.seconds), Number(values.soak), Number(values.cuts)]
const isWithin = (value: number, least: number, most: number) => value >= least && value <= most
if (!isWithin(seconds, 1, 300) || !isWithin(soakMinutes, 0, 600) || !isWithin(cuts, 0, 100)) {
  console.error(
    'npm run bench -- dashboard [--seconds <1 to 300, 15>] [--soak <minutes, 0 to 600, 0>] [--cuts <0 to 100, 0>]',
  )
  process.exit(1)
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const load = () => `load average ${(loadavg()[0] ?? NaN).toFixed(1)}`
const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

async function anEcho({ rest }: Manager): Promise<number> {
  const { body } = await rest.post<Service>('/services', {
    name: 'talk',
    protocol: 'echo',
    listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }],
    options: { framing: { kind: 'lines', maxBytes: 1000 } },
    capture: { mode: 'full' },
    desired: 'running',
  })
  const [endpoint] = body.endpoints
  if (!endpoint || !('port' in endpoint)) throw new Error(`no service: ${JSON.stringify(body)}`)
  return endpoint.port
}

async function fill(screen: Screen, port: number): Promise<void> {
  const talker = await Talker.begin(port, FILLING)
  for (let waited = 0; (await screen.rowCount()) < FULL; waited += 0.2) {
    if (waited > FILL_S) throw new Error(`the log holds ${await screen.rowCount()} rows after ${FILL_S} s`)
    await sleep(200)
  }
  await talker.end()
  await sleep(SETTLING_MS)
}

async function measureFrames(screen: Screen, port: number, rate: number): Promise<void> {
  const talker = await Talker.begin(port, rate / 2)
  await sleep(SETTLING_MS)
  const { fps, p95FrameMs, script, busy, rows } = await screen.frames(seconds)
  await talker.end()
  console.log(
    `${rate} entries/s, ${rows} rows: ${fps.toFixed(1)} frames/s, p95 of a frame ${p95FrameMs.toFixed(1)} ms, ` +
      `script ${percent(script)}, main thread busy ${percent(busy)}; ${load()}`,
  )
}

async function measureDelays(screen: Screen, port: number, rate: number): Promise<void> {
  const talker = await Talker.begin(port, rate / 2)
  await sleep(SETTLING_MS)
  const sightings = await screen.sightings(seconds)
  await talker.end()
  const { p50, p95, most, lines } = delaysOf(talker.saidAt, sightings)
  console.log(
    `${rate} entries/s, sent to painted: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, ` +
      `most ${most.toFixed(0)} ms (${lines} lines); ${load()}`,
  )
}

async function soak(screen: Screen, port: number): Promise<void> {
  const talker = await Talker.begin(port, SOAK_RATE / 2)
  await sleep(SETTLING_MS)
  const before = await screen.heapBytes()
  console.log(`${SOAK_RATE} entries/s: heap ${mib(before)} in the beginning; ${load()}`)
  for (let minute = 1; minute <= soakMinutes; minute++) {
    await sleep(60_000)
    const heap = await screen.heapBytes()
    console.log(
      `  after ${minute} min ${mib(heap)}, ${percent(heap / before - 1)} more, ${await screen.rowCount()} rows; ${load()}`,
    )
  }
  await talker.end()
}

async function measureCuts(browser: Browser, manager: Manager, port: number): Promise<void> {
  const { entries, lost, repeated, disordered } = await countLosses(browser, manager, port, 1000, cuts)
  console.log(
    `${cuts} cuts of the network at 1000 entries/s: of ${entries} entries ${lost} lost, ${repeated} repeated, ` +
      `${disordered} out of order; ${load()}`,
  )
  process.exitCode = lost + repeated + disordered === 0 ? 0 : 1
}

const dataDir = await mkdtemp(join(tmpdir(), 'switchboard-dashboard-'))
const manager = await startManager({ dataDir })
const browser = await launchBrowser()
try {
  const port = await anEcho(manager)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await signIn(context, manager)
  const page = await context.newPage()
  await page.goto(`${manager.url}/live`)
  await page.getByRole('grid').waitFor()
  const screen = await Screen.of(page)
  console.log(`${machine.cpu}, ${machine.cores} cores, ${browser.version()} without a GPU, ${load()}`)
  await fill(screen, port)
  for (const rate of [1000, 10_000]) await measureFrames(screen, port, rate)
  await measureDelays(screen, port, 1000)
  if (soakMinutes > 0) await soak(screen, port)
  await context.close()
  if (cuts > 0) await measureCuts(browser, manager, port)
} finally {
  await browser.close()
  await manager.stop()
  await rm(dataDir, { recursive: true })
}
