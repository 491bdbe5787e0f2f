import type { Client } from './client.ts'
import type { Service } from './generated/client.ts'
import type { StoredService } from './rows.ts'
import { sqliteCode } from './sqlite-error.ts'
import { StoreError } from './store-error.ts'

/** All services, in the order of their creation. */
export async function allServices(client: Client): Promise<StoredService[]> {
  const services = await client.service.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return services.map(toStored)
}

/** Throws `name-taken`. */
export async function createService(client: Client, service: StoredService): Promise<void> {
  await client.service.create({ data: toRow(service) }).catch((error: unknown) => refuseName(service, error))
}

/** Throws `name-taken`, and `not-found` if there is no such service. */
export async function updateService(client: Client, service: StoredService): Promise<void> {
  const { count } = await client.service
    .updateMany({ where: { id: service.id }, data: toRow(service) })
    .catch((error: unknown) => refuseName(service, error))
  if (count === 0)
    throw new StoreError('not-found', `There is no service ${service.id}: it may have been deleted.`)
}

/** Its connections and journal stay. A service that is gone already is no error. */
export async function deleteService(client: Client, id: string): Promise<void> {
  await client.trafficHour.deleteMany({ where: { serviceId: id } })
  await client.service.deleteMany({ where: { id } })
}

function refuseName({ name }: StoredService, error: unknown): never {
  if (sqliteCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
  throw new StoreError('name-taken', `Another service has the name "${name}": choose a different one.`)
}

function toRow(service: StoredService): Service {
  return {
    ...service,
    settings: JSON.stringify(service.settings),
    createdAt: BigInt(service.createdAt),
    updatedAt: BigInt(service.updatedAt),
  }
}

function toStored(row: Service): StoredService {
  return {
    ...row,
    settings: JSON.parse(row.settings) as Record<string, unknown>,
    desired: row.desired as StoredService['desired'],
    createdAt: Number(row.createdAt),
    updatedAt: Number(row.updatedAt),
  }
}
