import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection, Page, Service } from '@switchboard/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ADMIN_TOKEN, dial, ECHO, exchange } from './testing.ts'

const SERVER = new URL('./server.ts', import.meta.url).pathname

let folder: string
const started: ServerProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-'))
})
afterEach(async () => {
  for (const server of started.splice(0)) await server.end('SIGKILL')
  await rm(folder, { recursive: true })
})

/** The manager as a process of its own. */
class ServerProcess {
  readonly process: ChildProcess
  stdout = ''
  stderr = ''
  readonly #exited: Promise<number | null>

  constructor(variables: Record<string, string> = {}) {
    const data = {
      SWITCHBOARD_DATA_DIR: join(folder, 'data'),
      SWITCHBOARD_PORT: '0',
      SWITCHBOARD_ENGINES: '1',
      SWITCHBOARD_ADMIN_TOKEN: ADMIN_TOKEN,
    }
    const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env
    const env = { PATH, NODE_COMPILE_CACHE, ...data, ...variables }
    this.process = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#exited = once(this.process, 'close').then(([code]) => code as number | null)
    this.process.stdout?.on('data', (text) => (this.stdout += String(text)))
    this.process.stderr?.on('data', (text) => (this.stderr += String(text)))
    started.push(this)
  }

  exited(): Promise<number | null> {
    return this.#exited
  }

  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    this.process.kill(signal)
    return await this.#exited
  }

  /** The log lines whose message fits, as soon as there is one. */
  async logged(fits: RegExp): Promise<Record<string, unknown>> {
    for (;;) {
      const line = this.#lines().find(({ msg }) => fits.test(String(msg)))
      if (line) return line
      const ended = this.#exited.then(() => 'ended' as const)
      const first = await Promise.race([ended, once(this.process.stdout as NodeJS.ReadableStream, 'data')])
      if (first === 'ended') throw new Error(`it ended: ${this.stderr}`)
    }
  }

  async url(): Promise<string> {
    return String((await this.logged(/^Switchboard is running/))['url'])
  }

  #lines(): Record<string, unknown>[] {
    const whole = this.stdout.split('\n').slice(0, -1)
    return whole.map((line) => JSON.parse(line) as Record<string, unknown>)
  }
}

const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` }

async function echoOn(url: string): Promise<Service> {
  const response = await fetch(`${url}/api/v1/services`, {
    method: 'POST',
    headers: { ...bearer, 'content-type': 'application/json' },
    body: JSON.stringify({ ...ECHO, desired: 'running' }),
  })
  return (await response.json()) as Service
}

async function connectionsOn(url: string): Promise<Connection[]> {
  const response = await fetch(`${url}/api/v1/connections`, { headers: bearer })
  return ((await response.json()) as Page<Connection>).items
}

test('announces its address, keeps its data to itself and ends with 0 on SIGTERM', async () => {
  const server = new ServerProcess()
  const url = await server.url()
  expect((await fetch(`${url}/api/v1/health`)).status).toBe(200)
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
  expect(await server.end('SIGTERM')).toBe(0)
  expect(server.stderr).toBe('')
})

test('prints a setup code while there is no user, another one with each start', async () => {
  const first = await startOf()
  await first.server.end('SIGTERM')
  const second = await startOf()
  expect(await setUp(second.url, first.code)).toBe(401)
  expect(await setUp(second.url, second.code.toLowerCase().replaceAll('-', ' '))).toBe(201)
  expect(await setUp(second.url, second.code)).toBe(404)
})

async function startOf(): Promise<{ server: ServerProcess; url: string; code: string }> {
  const server = new ServerProcess()
  const url = await server.url()
  const line = await server.logged(/^There is no user yet/)
  expect(line).toMatchObject({ url: `${url}/setup`, setupCode: expect.stringMatching(/^(\w{4}-){5}\w{4}$/) })
  return { server, url, code: String(line['setupCode']) }
}

async function setUp(url: string, code: string): Promise<number> {
  const body = JSON.stringify({ code, username: 'ada', password: 'four random words' })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${url}/api/v1/setup`, { method: 'POST', headers, body })).status
}

test('SIGINT drains what is open, and says so; what was said meanwhile is on record', async () => {
  const server = new ServerProcess()
  const url = await server.url()
  const socket = await dial(await echoOn(url))
  await exchange(socket, 'hello')
  while ((await connectionsOn(url)).length === 0);
  server.process.kill('SIGINT')
  await server.logged(/^draining 1 connection.*Ctrl-C again/)
  expect(await exchange(socket, 'still here')).toBe('still here')
  socket.end()
  expect(await server.exited()).toBe(0)

  const again = new ServerProcess()
  const [past] = await connectionsOn(await again.url())
  expect(past).toMatchObject({ state: 'closed', bytesIn: 15, bytesOut: 15, closeReason: 'peer-closed' })
  expect(await again.end('SIGTERM')).toBe(0)
})

test('a second signal cuts at once', async () => {
  const server = new ServerProcess()
  const socket = await dial(await echoOn(await server.url()))
  await exchange(socket, 'hello')
  const cut = once(socket.resume(), 'close')
  socket.on('error', () => {})
  server.process.kill('SIGINT')
  await server.logged(/^draining/)
  const asked = performance.now()
  expect(await server.end('SIGINT')).toBe(0)
  expect(performance.now() - asked).toBeLessThan(5_000)
  await cut
})

test('a data directory belongs to one manager, and is free again however that one ended', async () => {
  const first = new ServerProcess()
  await first.url()
  const second = new ServerProcess()
  expect(await second.exited()).toBe(1)
  expect(second.stderr).toMatch(/^SWITCHBOARD_DATA_DIR \S+ is in use by another running Switchboard.*\n$/)
  await first.end('SIGKILL')
  const third = new ServerProcess()
  await third.logged(/^Server listening/) // a signal counts from there on
  expect(await third.end('SIGTERM')).toBe(0)
})

test.each([
  ['an invalid variable', { SWITCHBOARD_PORT: 'eighty' }, /^SWITCHBOARD_PORT is "eighty": .*allowed\n$/],
  [
    'an address of another machine',
    { SWITCHBOARD_HOST: '192.0.2.1' },
    /^SWITCHBOARD_HOST 192\.0\.2\.1 .*\n$/,
  ],
])('%s: one line and exit code 1', async (_what, variables, line) => {
  const server = new ServerProcess(variables as Record<string, string>)
  expect(await server.exited()).toBe(1)
  expect(server.stderr).toMatch(line)
})

test('a busy port: one line and exit code 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  const server = new ServerProcess({ SWITCHBOARD_PORT: String(port) })
  expect(await server.exited()).toBe(1)
  expect(server.stderr).toMatch(new RegExp(`^SWITCHBOARD_PORT ${port} on 127.0.0.1 is in use.*\n$`))
  holder.close()
})

test('a database that is none is set aside under a name that says so, and is not overwritten', async () => {
  const database = join(folder, 'broken.db')
  const content = 'this is no database at all, but long enough to be looked at '.repeat(20)
  await writeFile(database, content)
  const server = new ServerProcess({ DATABASE_URL: `file:${database}` })
  await server.logged(/broken\.db was damaged: it was set aside as/)
  const aside = (await readdir(folder)).filter((name) => name.startsWith('broken.db.damaged-'))
  expect(aside).toHaveLength(1)
  expect(await readFile(join(folder, String(aside[0])), 'utf8')).toBe(content)
  await server.logged(/^Switchboard is running/)
  expect(await server.end('SIGTERM')).toBe(0)
})

test('a data directory that cannot be one: one line and exit code 1', async () => {
  await writeFile(join(folder, 'file'), '')
  const server = new ServerProcess({ SWITCHBOARD_DATA_DIR: join(folder, 'file') })
  expect(await server.exited()).toBe(1)
  expect(server.stderr).toMatch(/^SWITCHBOARD_DATA_DIR \S+\/file cannot be written.*\n$/)
})
