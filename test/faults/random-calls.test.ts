import type { Page, Service } from '@switchboard/contract'
import { randomInt } from 'node:crypto'
import { expect } from 'vitest'
import type { Rest } from '../support/rest.ts'
import { echoOn, tcp, udp } from '../support/services.ts'
import { managerRow, size } from './fault.ts'
import { randomNumbers } from './random.ts'

const CLIENTS = 8
const ALREADY_THERE = ['bystander']

/** What a service must look like after the calls so far; null: it must not exist. */
type Model = { id: string; state: 'running' | 'stopped'; description: string } | null

managerRow(
  {
    row: 4,
    what: `${size(400, 10_000)} random start/stop/edit/delete calls from ${CLIENTS} clients, each on services of its own`,
    expected: 'states equal the model, no descriptor leaked',
  },
  async ({ rest }) => {
    const seed = randomInt(2 ** 31)
    const calls = size(400, 10_000) / CLIENTS
    const clients = Array.from({ length: CLIENTS }, (_, at) => client(rest, `client-${at}`, calls, seed + at))
    const expected = (await Promise.all(clients)).flatMap((model) => model ?? [])
    const { body } = await rest.get<Page<Service>>('/services?limit=500')
    const found = body.items.filter(({ name }) => !ALREADY_THERE.includes(name))
    expect(found.map(modelOf).toSorted(byId), `seed ${seed}`).toEqual(expected.toSorted(byId))
    return `0 divergences, seed ${seed}`
  },
)

/** Calls in sequence, so that the order on its own service is known; the clients run side by side. */
async function client(rest: Rest, name: string, calls: number, seed: number): Promise<Model> {
  const random = randomNumbers(seed)
  let model: Model = null
  for (let call = 0; call < calls; call++) model = await step(rest, name, model, random)
  return model
}

async function step(rest: Rest, name: string, model: Model, random: () => number): Promise<Model> {
  if (!model) return create(rest, name, random() < 0.5)
  const path = `/services/${model.id}`
  const choice = random()
  if (choice < 0.1) {
    expect((await rest.delete(path)).status).toBe(204)
    return null
  }
  if (choice < 0.4) {
    const description = `edited ${random()}`
    return expectState((await rest.patch<Service>(path, { description })).body, { ...model, description })
  }
  if (choice < 0.7) {
    return expectState((await rest.post<Service>(`${path}/start`)).body, { ...model, state: 'running' })
  }
  const { body } = await rest.post<Service>(`${path}/stop`, { drainMs: 0 })
  return expectState(body, { ...model, state: 'stopped' })
}

async function create(rest: Rest, name: string, isRunning: boolean): Promise<Model> {
  const state = isRunning ? 'running' : 'stopped'
  const { status, body } = await rest.post<Service>('/services', {
    ...echoOn(tcp(), udp()),
    name,
    desired: state,
  })
  expect({ status, state: body.state }).toEqual({ status: 201, state })
  return { id: body.id, state, description: '' }
}

function expectState(service: Service, model: NonNullable<Model>): Model {
  expect(modelOf(service)).toEqual(model)
  expect(service.endpoints).toHaveLength(model.state === 'running' ? 2 : 0)
  return model
}

const modelOf = ({ id, state, description }: Service) => ({ id, state, description })

const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
