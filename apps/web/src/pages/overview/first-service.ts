import type { ListenAddress, Service } from '@switchboard/contract'
import { isProblem } from '../../api/problem-error.ts'
import { changeService, createService, startService } from '../../api/services.ts'
import { freeName, LOOPBACK } from '../../forms/listen.ts'

const listenOn = (port: number): ListenAddress[] => [
  { transport: 'tcp', host: LOOPBACK, port },
  { transport: 'udp', host: LOOPBACK, port },
]

/** Creates and starts an echo service on port 7007, or on free ports when another process has that one. */
export async function startEcho(services: readonly Service[]): Promise<Service> {
  const service = await createService({
    name: freeName('echo', services),
    protocol: 'echo',
    listen: listenOn(7007),
  })
  try {
    return await startService(service.id)
  } catch (error) {
    if (!isProblem(error, 'address-in-use')) throw error
    await changeService(service.id, { listen: listenOn(0) }, service.revision)
    return await startService(service.id)
  }
}
