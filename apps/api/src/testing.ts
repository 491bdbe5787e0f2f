import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection, JournalEntry, Page, Problem, Service, ServiceInput } from '@switchboard/contract'
import { blankEntry, type NewEntry } from '@switchboard/netcore'
import type { RouteOptions } from 'fastify'
import { pino } from 'pino'
import { vi } from 'vitest'
import { holdAnswers } from './testing-answers.ts'
import { buildApp, type App, type AppOptions } from './app.ts'
import { openDataDirectory } from './data-directory.ts'
import { readEnvironment } from './environment.ts'

/** Of every test manager that is told no other. */
export const ADMIN_TOKEN = 'the-admin-token-of-the-unit-tests'

/** Headers of somebody who does not say who is calling. */
export const NOBODY = { authorization: '' }

type Settings = Omit<Partial<AppOptions>, 'environment' | 'directory' | 'logger'> & {
  /** Over those of every test manager; undefined takes one away. */
  variables?: Record<string, string | undefined>
  /** The data of an earlier manager. */
  dataDir?: string
}

type Request = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }

type Body<Answer> = { status: number; headers: Headers; body: Answer }

/**
 * A whole manager on a free port: real engines, real database, real HTTP. A start costs a second: where tests do not
 * disturb each other it is started in `beforeAll`, cleared in `afterEach` and closed in `afterAll`.
 */
export class TestManager {
  readonly app: App
  readonly url: string
  readonly dataDir: string
  /** The admin token, which `call` and `fetch` send; null without one. */
  readonly token: string | null
  /** Every route there is, as the router knows it. */
  readonly routes: readonly RouteOptions[]
  readonly #release: () => void

  private constructor(parts: {
    app: App
    url: string
    dataDir: string
    token: string | null
    routes: RouteOptions[]
    release: () => void
  }) {
    this.app = parts.app
    this.url = parts.url
    this.dataDir = parts.dataDir
    this.token = parts.token
    this.routes = parts.routes
    this.#release = parts.release
  }

  static async start({ variables = {}, dataDir, ...options }: Settings = {}): Promise<TestManager> {
    const begun = Date.now()
    const path = dataDir ?? (await mkdtemp(join(tmpdir(), 'switchboard-')))
    const directory = await openDataDirectory(path)
    const environment = readEnvironment({
      SWITCHBOARD_PORT: '0',
      SWITCHBOARD_DATA_DIR: path,
      SWITCHBOARD_ENGINES: '1',
      SWITCHBOARD_ADMIN_TOKEN: ADMIN_TOKEN,
      ...variables,
    })
    const app = buildApp({ environment, directory, logger: pino({ level: 'fatal' }), ...options })
    const routes: RouteOptions[] = []
    app.addHook('onRoute', (route) => void routes.push(route))
    holdAnswers(app)
    const url = await app.listen({ host: environment.host, port: 0 })
    await engineStarted(app, begun)
    const { adminToken: token } = environment
    return new TestManager({ app, url, dataDir: path, token, routes, release: directory.release })
  }

  async close(): Promise<void> {
    await this.stop()
    await rm(this.dataDir, { recursive: true })
  }

  /**
   * Takes away what a test has left to the next one of its file: services with their connections, files, and readers of
   * the live feed. The history stays; who expects a list of it to be complete asks for that of a service.
   */
  async clear(): Promise<void> {
    for (const reader of this.app.websocketServer.clients) reader.terminate()
    for (const { id } of await this.#all('/services')) {
      await this.#done('POST', `/services/${id}/stop`, { drainMs: 0 })
      await this.#done('DELETE', `/services/${id}`)
    }
    for (const { id } of await this.#all('/files')) await this.#done('DELETE', `/files/${id}`)
  }

  async #all(path: string): Promise<{ id: string }[]> {
    return (await this.call<Page<{ id: string }>>('GET', `${path}?limit=500`)).body.items
  }

  async #done(method: string, path: string, body?: object): Promise<void> {
    const answer = await this.call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
  }

  /** Ends it and starts another one on what it leaves. */
  async restart(settings: Settings = {}): Promise<TestManager> {
    await this.stop()
    return await TestManager.start({ ...settings, dataDir: this.dataDir })
  }

  /** Ends it; the data stays. */
  async stop(): Promise<void> {
    this.app.manager.hasten()
    this.app.server.closeAllConnections()
    await this.app.close()
    this.#release()
  }

  /** One request with the admin token, unless it says itself who is calling, by token or cookie. */
  async fetch(path: string, { headers = {}, ...init }: Request = {}): Promise<Response> {
    const isNamed = 'authorization' in headers || 'cookie' in headers
    const token = isNamed || this.token === null ? {} : { authorization: `Bearer ${this.token}` }
    return await fetch(this.url + path, { ...init, headers: { ...token, ...headers } })
  }

  /** One such request to `/api/v1…`; `body` is sent as JSON. */
  async call<Answer = Problem>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Body<Answer>> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await this.fetch(`/api/v1${path}`, {
      method,
      headers: { ...json, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? null : JSON.parse(text)) as Answer,
    }
  }

  /** An echo service on a free TCP port, running unless asked otherwise. */
  async echo(input: Partial<ServiceInput> = {}): Promise<Service> {
    const { status, body } = await this.call<Service>('POST', '/services', {
      ...ECHO,
      desired: 'running',
      ...input,
    })
    if (status !== 201) throw new Error(`no service: ${JSON.stringify(body)}`)
    return body
  }

  /** What a list holds, once `isComplete` says that everything expected is in it. */
  async eventually<Item>(path: string, isComplete: (items: Item[]) => boolean): Promise<Item[]> {
    const list = async () => (await this.call<Page<Item>>('GET', path)).body.items
    return await until(list, isComplete)
  }

  connections(isComplete: (items: Connection[]) => boolean, query = ''): Promise<Connection[]> {
    return this.eventually<Connection>(`/connections${query}`, isComplete)
  }

  journal(isComplete: (items: JournalEntry[]) => boolean, query = ''): Promise<JournalEntry[]> {
    return this.eventually<JournalEntry>(`/journal${query}`, isComplete)
  }
}

export const ECHO: ServiceInput = {
  name: 'echo-lab',
  protocol: 'echo',
  listen: [{ transport: 'tcp', port: 0 }],
}

/** A journal entry about nothing, to be filled in. */
export const BLANK_ENTRY: NewEntry = { ...blankEntry('test.entry', 'info'), at: 0 }

/** Looks until what is seen is right, for what no event tells: the disk, or another process. */
export async function until<Seen>(
  look: () => Promise<Seen>,
  isRight: (seen: Seen) => boolean,
): Promise<Seen> {
  let seen = await look()
  const lookAgain = async () => isRight((seen = await look()))
  if (!isRight(seen)) await vi.waitUntil(lookAgain, { timeout: 25_000, interval: 20 })
  return seen
}

/** A client that is connected to the first TCP address of the service. */
export async function dial(service: Service): Promise<Socket> {
  const socket = connect({ port: portOf(service), host: '127.0.0.1' })
  await once(socket, 'connect')
  return socket
}

/** Sends `text` and resolves with what comes back until as much has come. */
export async function exchange(socket: Socket, text: string): Promise<string> {
  let answer = ''
  socket.write(text)
  while (answer.length < text.length) answer += String((await once(socket, 'data'))[0])
  return answer
}

export function portOf(service: Service): number {
  const endpoint = service.endpoints.find(({ transport }) => transport === 'tcp')
  if (!endpoint || !('port' in endpoint)) throw new Error(`${service.name} listens on no TCP port`)
  return endpoint.port
}

/** The engine's start is the last thing a manager writes down of its own accord. */
async function engineStarted({ store }: App, since: number): Promise<void> {
  await until(
    () => store.journal.list({ limit: 100 }),
    (entries) => entries.some(({ type, at }) => type === 'engine.started' && at >= since),
  )
}
