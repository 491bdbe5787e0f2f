import { setTimeout as pause } from 'node:timers/promises'
import type { ListenAddress, Service, ServiceInput } from '@switchboard/contract'
import type { Manager } from '../../test/support/manager.ts'
import { TcpClient } from '../../test/support/tcp-client.ts'
import { exchangeDatagram } from '../../test/support/udp-client.ts'

const both = (port: number): ListenAddress[] => [
  { transport: 'tcp', host: '127.0.0.1', port },
  { transport: 'udp', host: '127.0.0.1', port },
]

const services: ServiceInput[] = [
  { name: 'echo-lab', protocol: 'echo', listen: both(7007), tags: ['lab'] },
  {
    name: 'clock',
    protocol: 'timestamp',
    listen: [{ transport: 'tcp', port: 7014 }],
    options: { replies: 'many' },
  },
  { name: 'sensors', protocol: 'echo', listen: [{ transport: 'udp', port: 7021 }], tags: ['field'] },
  { name: 'lesson-3', protocol: 'echo', listen: [{ transport: 'tcp', port: 7035 }] },
]

/** Fills a manager with services and traffic. Answers what stays connected while the pictures are taken. */
export async function setScene(manager: Manager): Promise<TcpClient[]> {
  for (const service of services) await create(manager, { ...service, desired: 'running' })
  const { body } = await manager.rest.get<{ items: Service[] }>('/services')
  const last = body.items.find(({ name }) => name === 'lesson-3')
  await manager.rest.post(`/services/${last?.id}/stop`, { drainMs: 0 })
  await talk()
  return await Promise.all([7007, 7007, 7014, 7007].map(stayConnected))
}

async function create(manager: Manager, input: ServiceInput): Promise<void> {
  const { status, body } = await manager.rest.post<Service>('/services', input)
  if (status === 201 && body.state === 'running') return
  throw new Error(`${input.name} does not run: ${body.stateReason?.message ?? JSON.stringify(body)}`)
}

/** Short connections at an uneven pace, as people cause them. */
async function talk(): Promise<void> {
  for (const [index, words] of ['hello', 'GET /', 'ping', 'status?', 'temperature 21.4', 'bye'].entries()) {
    const client = await TcpClient.connect(index % 3 === 1 ? 7014 : 7007)
    client.send(`${words}\n`)
    await client.received(words.length + 1)
    await exchangeDatagram(index % 2 ? 7021 : 7007, words)
    client.end()
    await client.closed()
    await pause(120 + 70 * index)
  }
}

async function stayConnected(port: number): Promise<TcpClient> {
  const client = await TcpClient.connect(port)
  client.send('still here\n')
  await client.received(11)
  return client
}
