import type { Page, Service } from '@switchboard/contract'
import { expect } from 'vitest'
import { childrenOf } from '../../bench/process-figures.ts'
import type { Manager, ManagerSettings } from '../support/manager.ts'
import type { Rest } from '../support/rest.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aManager, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'
import { heldDescriptors } from './held-descriptors.ts'

/** A manager process with a bystander: a service that the fault is none of. */
export type Scene = {
  manager: Manager
  rest: Rest
  /** Process ids of the engines, as they are now. */
  engines(): number[]
  /** Creates a service and starts it. */
  start(protocol: string, settings?: object): Promise<Service>
  service(id: string): Promise<Service>
  /** Asserts that the manager lives, the bystander answers, nobody complained and no descriptor leaked. */
  unharmed(): Promise<void>
}

const COMPLAINT = /MaxListeners|unhandled|unforeseen|uncaught|the store refused|^\s+at .+:\d+:\d+/im

export async function openScene(settings: Partial<ManagerSettings> = {}): Promise<Scene> {
  return await sceneOf(await aManager(settings))
}

/** One scene for the rows of a file: a fault that leaves it unharmed leaves it to the next. */
export function sharedScene(): () => Promise<Scene> {
  const theManager = sharedManager()
  let scene: Promise<Scene> | undefined
  return () => (scene ??= theManager().then(sceneOf))
}

async function sceneOf(manager: Manager): Promise<Scene> {
  const { rest } = manager
  const bystander = await createBystander(manager)
  const engines = () => childrenOf(manager.pid)
  await answers(bystander.port)
  const held = () => heldDescriptors([manager.pid, ...engines()], manager.url)
  const baseline = held()
  let services = 0
  return {
    manager,
    rest,
    engines,
    start: (protocol, more) =>
      createService(manager, { ...echoOn(tcp()), name: `${protocol}-${++services}`, protocol, ...more }),
    service: async (id) => (await rest.get<Service>(`/services/${id}`)).body,
    unharmed: async () => {
      await answers(bystander.port)
      await deleteAllBut(rest, bystander.id)
      expect((await rest.get('/health')).status).toBe(200)
      expect(manager.output.text).not.toMatch(COMPLAINT)
      await expect.poll(held, { timeout: 10_000 }).toBeLessThanOrEqual(baseline)
    },
  }
}

async function createBystander(manager: Manager): Promise<{ id: string; port: number }> {
  const service = await createService(manager, { ...echoOn(tcp()), name: 'bystander' })
  return { id: service.id, port: portOf(service) }
}

async function deleteAllBut(rest: Rest, bystander: string): Promise<void> {
  const { body } = await rest.get<Page<Service>>('/services?limit=500')
  for (const { id } of body.items) if (id !== bystander) await rest.delete(`/services/${id}`)
}

async function answers(port: number): Promise<void> {
  const client = await TcpClient.connect(port)
  client.send('still here')
  expect(await client.received(10)).toBe('still here')
  client.end()
  await client.closed()
}
