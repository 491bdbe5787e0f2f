import type { Page, Problem, Service } from '@switchboard/contract'
import { randomInt } from 'node:crypto'
import { expect } from 'vitest'
import { freePort } from '../support/port.ts'
import type { Answer, Rest } from '../support/rest.ts'
import { echoOn, tcp } from '../support/services.ts'
import { managerRow, size } from './fault.ts'
import { readJournal } from './journal.ts'
import { randomNumbers } from './random.ts'

const CLIENTS = 8
const CALLS = size(400, 10_000)

/** Services that all clients call: three with a port each, three that want the same one. */
const FREE = ['free-1', 'free-2', 'free-3']
const RIVALS = ['rival-1', 'rival-2', 'rival-3']

managerRow(
  {
    row: 4,
    what: `${CALLS} random calls from ${CLIENTS} clients on the same six services, three of which want one port`,
    expected: 'only legal answers and states, one holder of the port, each service up and down in turn',
  },
  async ({ rest }) => {
    const seed = randomInt(2 ** 31)
    const port = await freePort()
    const lab = new Lab(rest, port)
    for (const name of [...FREE, ...RIVALS]) await lab.create(name)
    const clients = Array.from({ length: CLIENTS }, (_, at) => lab.call(CALLS / CLIENTS, seed + at))
    await Promise.all(clients)
    const services = await lab.services()
    for (const service of services) expect(endState(service), `seed ${seed}, ${service.name}`).toBe('legal')
    const holders = services.filter(({ name, state }) => RIVALS.includes(name) && state === 'running')
    expect(holders.length, `seed ${seed}`).toBeLessThanOrEqual(1)
    expect(await movesOutOfTurn(rest), `seed ${seed}`).toEqual([])
    const conflicts = lab.answers.get('start 409') ?? 0
    return `0 illegal answers or states, ${conflicts} starts refused for the port, seed ${seed}`
  },
)

/** What may be answered, whatever the other clients have just done. */
const LEGAL: Record<string, number[]> = {
  create: [201, 409],
  delete: [204, 404],
  edit: [200, 404],
  start: [200, 404, 409],
  restart: [200, 404, 409],
  stop: [200, 404],
}

class Lab {
  readonly answers = new Map<string, number>()
  readonly #rest: Rest
  readonly #port: number
  readonly #ids = new Map<string, string>()

  constructor(rest: Rest, port: number) {
    this.#rest = rest
    this.#port = port
  }

  async services(): Promise<Service[]> {
    const { body } = await this.#rest.get<Page<Service>>('/services?limit=500')
    return body.items.filter(({ name }) => [...FREE, ...RIVALS].includes(name))
  }

  async create(name: string): Promise<void> {
    const listen = tcp(RIVALS.includes(name) ? this.#port : 0)
    const answer = await this.#rest.post<Service>('/services', { ...echoOn(listen), name })
    this.#check('create', name, answer)
    if (answer.status === 201) this.#ids.set(name, answer.body.id)
  }

  async call(calls: number, seed: number): Promise<void> {
    const random = randomNumbers(seed)
    const names = [...FREE, ...RIVALS]
    for (let call = 0; call < calls; call++) {
      await this.#step(names[Math.floor(random() * names.length)] ?? '', random())
    }
  }

  async #step(name: string, choice: number): Promise<void> {
    const path = `/services/${this.#ids.get(name)}`
    if (choice < 0.05) {
      this.#check('delete', name, await this.#rest.delete(path))
      return this.create(name)
    }
    if (choice < 0.25) {
      return this.#check('edit', name, await this.#rest.patch(path, { description: `edited ${choice}` }))
    }
    if (choice < 0.6) return this.#check('start', name, await this.#rest.post(`${path}/start`))
    if (choice < 0.7) return this.#check('restart', name, await this.#rest.post(`${path}/restart`))
    this.#check('stop', name, await this.#rest.post(`${path}/stop`, { drainMs: 0 }))
  }

  #check(call: string, name: string, { status, body }: Answer<unknown>): void {
    expect(LEGAL[call], `${call} ${name}: ${JSON.stringify(body)}`).toContain(status)
    const isConflict = status === 409 && call !== 'create'
    if (isConflict) expect(RIVALS, JSON.stringify(body)).toContain(name)
    if (isConflict) expect((body as Problem).code).toBe('address-in-use')
    const key = `${call} ${status}`
    this.answers.set(key, (this.answers.get(key) ?? 0) + 1)
  }
}

/** Nobody calls any more: what is desired is true, but for a service that found its port taken. */
function endState({ name, desired, state, stateReason, endpoints }: Service): string {
  const isTaken = RIVALS.includes(name) && state === 'failed' && stateReason?.code === 'address-in-use'
  const isLegal = desired === state || (desired === 'running' && isTaken)
  const isBound = endpoints.length === (state === 'running' ? 1 : 0)
  return isLegal && isBound ? 'legal' : `desired ${desired}, ${state}, ${endpoints.length} endpoints`
}

const UP = ['service.started', 'service.restarted']

/** Services that came up without having been down, or the other way round, as the journal tells it. */
async function movesOutOfTurn(rest: Rest): Promise<string[]> {
  const up = new Set<string>()
  const found: string[] = []
  for (const { type, serviceId } of await readJournal(rest)) {
    if (serviceId === null || (!UP.includes(type) && type !== 'service.stopped')) continue
    if (up.has(serviceId) === UP.includes(type)) found.push(`${serviceId} ${type}`)
    if (UP.includes(type)) up.add(serviceId)
    else up.delete(serviceId)
  }
  return found
}
