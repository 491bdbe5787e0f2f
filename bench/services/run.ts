// npm run bench -- services: the list of 1,000 services in Chromium: time to paint, and long tasks under traffic.

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ApplyPlan, Page as ApiPage, Service, ServiceInput } from '@switchboard/contract'
import { launchBrowser, signIn } from '../../test/support/browser.ts'
import { startManager, type Manager } from '../../test/support/manager.ts'
import { machine } from '../machine.ts'
import { smoothness, timeOfClick, timeOfLoad, timeOfSort } from './page.ts'

const SERVICES = 1000
/** Of them so many run and are talked to. */
const BUSY = 50
const LINES_PER_SECOND = 20
const TRIES = 7

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '15' } } })
const seconds = Number(values.seconds)
if (!(seconds >= 1 && seconds <= 300)) {
  console.error('npm run bench -- services [--seconds <1 to 300, 15>]')
  process.exit(1)
}

const serviceOf = (_: unknown, number: number): ServiceInput => ({
  name: `echo-${number + 1}`,
  protocol: 'echo',
  listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }],
  tags: [`rack ${number % 20}`, ...(number % 3 === 0 ? ['lab'] : [])],
  desired: number < BUSY ? 'running' : 'stopped',
})

async function create({ rest }: Manager): Promise<Service[]> {
  const services = Array.from({ length: SERVICES }, serviceOf)
  const { body } = await rest.put<ApplyPlan>('/services:apply', { services })
  if (body.failed !== 0) throw new Error(`${body.failed} services could not be made`)
  const running: Service[] = []
  for (let before = ''; ;) {
    const { items, next } = (await rest.get<ApiPage<Service>>(`/services?limit=500${before}`)).body
    running.push(...items.filter(({ state }) => state === 'running'))
    if (next === null) return running
    before = `&before=${next}`
  }
}

async function talkTo({ endpoints: [endpoint] }: Service): Promise<Socket> {
  if (!endpoint || endpoint.transport === 'unix') throw new Error('a service without a port')
  const socket = connect(endpoint.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.resume()
  const timer = setInterval(() => socket.write('a line to be echoed\n'), 1000 / LINES_PER_SECOND)
  socket.once('close', () => clearInterval(timer))
  return socket
}

async function repeated(measure: () => Promise<number>): Promise<string> {
  const times: number[] = []
  for (let one = 0; one < TRIES; one++) times.push(await measure())
  times.sort((a, b) => a - b)
  const [median, most] = [times[TRIES >> 1] ?? NaN, times.at(-1) ?? NaN]
  return `median ${median.toFixed(0)} ms, most ${most.toFixed(0)} ms of ${TRIES}`
}

const dataDir = await mkdtemp(join(tmpdir(), 'switchboard-services-'))
const manager = await startManager({ dataDir })
const browser = await launchBrowser()
const load = () => `load average ${(loadavg()[0] ?? NaN).toFixed(1)}`
try {
  const running = await create(manager)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await signIn(context, manager)
  const page = await context.newPage()
  console.log(`${machine.cpu}, ${machine.cores} cores, ${browser.version()} without a GPU, ${load()}`)
  const url = `${manager.url}/services`
  console.log(`${SERVICES} services, load to painted list: ${await repeated(() => timeOfLoad(page, url))}`)
  const fromOverview = async () => {
    await page.goto(manager.url)
    await page.getByText(`All ${SERVICES.toLocaleString('en')}`).waitFor()
    return await timeOfClick(page, 'nav a[href="/services"]')
  }
  console.log(`click to painted list: ${await repeated(fromOverview)}`)
  const clients = await Promise.all(running.map(talkTo))
  const idle = await smoothness(page, seconds)
  const sort = await repeated(() => timeOfSort(page, 'In / Out'))
  const sorted = await smoothness(page, seconds)
  for (const client of clients) client.destroy()
  console.log(`${running.length} of them talked to, click to sorted list: ${sort}`)
  for (const [order, { fps, longTasks }] of Object.entries({ name: idle, traffic: sorted })) {
    const most = Math.max(0, ...longTasks).toFixed(0)
    console.log(
      `sorted by ${order}: ${fps.toFixed(1)} frames/s, ${longTasks.length} long tasks in ${seconds} s, most ${most} ms; ${load()}`,
    )
  }
} finally {
  await browser.close()
  await manager.stop()
  await rm(dataDir, { recursive: true })
}
