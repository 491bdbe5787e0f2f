import type { ListenAddress, Service, ServiceInput } from '@switchboard/contract'
import { expect } from 'vitest'
import type { Manager } from './manager.ts'

export const echoOn = (...listen: ListenAddress[]): ServiceInput => ({
  name: 'echo-lab',
  protocol: 'echo',
  listen,
  desired: 'running',
})

export const tcp = (port = 0): ListenAddress => ({ transport: 'tcp', host: '127.0.0.1', port })
export const udp = (port = 0): ListenAddress => ({ transport: 'udp', host: '127.0.0.1', port })

/** Creates a service over REST and waits for it to run. */
export async function createService(manager: Manager, input: ServiceInput): Promise<Service> {
  const { status, body } = await manager.rest.post<Service>('/services', input)
  expect({ status, state: body.state }, JSON.stringify(body)).toEqual({ status: 201, state: 'running' })
  return body
}

/** The port a service really listens on. */
export function portOf(service: Service, transport: 'tcp' | 'udp' = 'tcp'): number {
  const endpoint = service.endpoints.find((candidate) => candidate.transport === transport)
  if (!endpoint || endpoint.transport === 'unix')
    throw new Error(`${service.name} does not listen on ${transport}.`)
  return endpoint.port
}
