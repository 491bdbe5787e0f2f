import type { ListenAddress, Service } from '@switchboard/contract'
import { isProblem } from '../../api/problem-error.ts'
import { changeService, createService, restartService, startService } from '../../api/services.ts'
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
  const started = await startUnlessTaken(service.id)
  if (started) return started
  await changeService(service.id, { listen: listenOn(0) }, service.revision)
  return await restartService(service.id)
}

/** The running service; null when somebody else has one of its addresses or both. */
async function startUnlessTaken(id: string): Promise<Service | null> {
  try {
    const started = await startService(id)
    return started.failures.length === 0 ? started : null
  } catch (error) {
    if (isProblem(error, 'address-in-use')) return null
    throw error
  }
}
