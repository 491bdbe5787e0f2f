import type { Service as FullService } from '@switchboard/contract'
import { EXIT } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import { nearest } from '../input/nearest.ts'
import { all } from './pages.ts'
import { ok, type Switchboard } from './switchboard.ts'

/** A service as the typed client reads it, which loses the names of properties that are always null. */
export type Service = Omit<FullService, 'challenge'> & { challenge: object | null }

/** All services, by name. */
export async function listServices({ api }: Switchboard): Promise<Service[]> {
  const services = await all<Service>((query) => ok(api.GET('/api/v1/services', { params: { query } })))
  return services.sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** The service with this name or id. Throws a Failure that proposes the nearest name. */
export async function findService(board: Switchboard, reference: string): Promise<Service> {
  const services = await listServices(board)
  const found = pick(services, reference)
  if (found) return found
  throw noService(reference, services)
}

export const pick = (services: readonly Service[], reference: string): Service | undefined =>
  services.find(({ name }) => name === reference) ?? services.find(({ id }) => id === reference)

export function noService(reference: string, services: readonly Service[]): Failure {
  const near = nearest(
    reference,
    services.map(({ name }) => name),
  )
  const remedy = near ? `Did you mean ${JSON.stringify(near)}?` : '"switchboard ls" lists what there is.'
  return new Failure(`There is no service ${JSON.stringify(reference)}. ${remedy}`, EXIT.notFound)
}
