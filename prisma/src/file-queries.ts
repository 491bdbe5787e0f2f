import type { Client } from './client.ts'
import type { File, FilePart, Prisma } from './generated/client.ts'
import type { FileOrder, FilePartRow, FilePlace, FileQuery, FileRow, FileTotal, OnExisting } from './rows.ts'
import { StoreError } from './store-error.ts'

/**
 * Puts a file on record; it is no part any more. Answers the files of the same name that it replaces. Throws `name-taken`
 * where the name must be new. Needs a transaction.
 */
export async function createFile(client: Client, file: FileRow, onExisting: OnExisting): Promise<FileRow[]> {
  const same = { serviceId: file.serviceId, name: file.name }
  const existing = onExisting === 'version' ? [] : await client.file.findMany({ where: same })
  if (onExisting === 'refuse' && existing.length > 0)
    throw new StoreError('name-taken', `Another file has the name ${JSON.stringify(file.name)}.`)
  if (existing.length > 0) await client.file.deleteMany({ where: same })
  await client.filePart.deleteMany({ where: { diskName: file.diskName } })
  const { bytes, receivedAt } = file
  await client.file.create({ data: { ...file, bytes: BigInt(bytes), receivedAt: BigInt(receivedAt) } })
  return existing.map(toRow)
}

/** Takes a file off the record and answers it; null if there is none. Needs a transaction. */
export async function deleteFile(client: Client, id: string): Promise<FileRow | null> {
  const file = await findFile(client, id)
  if (file) await client.file.deleteMany({ where: { id } })
  return file
}

/** Keeps the part until then, or until another time than before. */
export async function keepFilePart(client: Client, part: FilePartRow): Promise<void> {
  const { diskName, bytes } = part
  const keptUntil = BigInt(part.keptUntil)
  const create = { ...part, bytes: BigInt(bytes), keptUntil }
  await client.filePart.upsert({ where: { diskName }, create, update: { keptUntil } })
}

/** A part that is gone already is no error. */
export async function deleteFilePart(client: Client, diskName: string): Promise<void> {
  await client.filePart.deleteMany({ where: { diskName } })
}

export async function allFileParts(client: Client): Promise<FilePartRow[]> {
  const parts = await client.filePart.findMany({ orderBy: { keptUntil: 'asc' } })
  return parts.map(toPart)
}

export async function listFiles(client: Client, query: FileQuery): Promise<FileRow[]> {
  const { before, order = NEWEST_FIRST, place, limit, serviceId, serviceIds } = query
  const direction = order.down ? 'desc' : 'asc'
  const rows = await client.file.findMany({
    where: {
      ...(before !== undefined && { id: { lt: before } }),
      ...(place && behind(order, place)),
      ...(serviceId !== undefined && { serviceId }),
      ...(serviceIds && { AND: { serviceId: { in: [...serviceIds] } } }),
    },
    orderBy: order.by === 'id' ? { id: direction } : [{ [order.by]: direction }, { id: direction }],
    take: limit,
  })
  return rows.map(toRow)
}

const NEWEST_FIRST: FileOrder = { by: 'id', down: true }

/** What stands behind a place. */
function behind({ by, down }: FileOrder, { value = '', id }: FilePlace): Prisma.FileWhereInput {
  const beyond = <Value>(than: Value) => (down ? { lt: than } : { gt: than })
  if (by === 'id') return { id: beyond(id) }
  if (by === 'bytes') {
    const bytes = BigInt(value)
    return { OR: [{ bytes: beyond(bytes) }, { bytes, id: beyond(id) }] }
  }
  const text = String(value)
  return { OR: [{ [by]: beyond(text) }, { [by]: text, id: beyond(id) }] }
}

export async function findFile(client: Client, id: string): Promise<FileRow | null> {
  const file = await client.file.findUnique({ where: { id } })
  return file && toRow(file)
}

/** The newest file of that name. */
export async function newestFile(client: Client, serviceId: string, name: string): Promise<FileRow | null> {
  const file = await client.file.findFirst({ where: { serviceId, name }, orderBy: { id: 'desc' } })
  return file && toRow(file)
}

/** The newest file of each name, newest first. */
export async function newestFiles(client: Client, serviceId: string, limit: number): Promise<FileRow[]> {
  const newest = await client.$queryRaw<{ id: string }[]>`
    SELECT max(id) AS id FROM files WHERE service_id = ${serviceId} GROUP BY name ORDER BY 1 DESC LIMIT ${limit}`
  const ids = newest.map(({ id }) => id)
  const rows = await client.file.findMany({ where: { id: { in: ids } }, orderBy: { id: 'desc' } })
  return rows.map(toRow)
}

/** What the files of each service take. */
export async function fileTotals(client: Client): Promise<FileTotal[]> {
  const totals = await client.file.groupBy({ by: ['serviceId'], _count: true, _sum: { bytes: true } })
  return totals.map(({ serviceId, _count, _sum }) => ({
    serviceId,
    files: _count,
    bytes: Number(_sum.bytes ?? 0),
  }))
}

/** The names of all files on the disk that are on record. */
export async function fileDiskNames(client: Client): Promise<string[]> {
  const files = await client.file.findMany({ select: { diskName: true } })
  return files.map(({ diskName }) => diskName)
}

function toRow(file: File): FileRow {
  return { ...file, bytes: Number(file.bytes), receivedAt: Number(file.receivedAt) }
}

function toPart(part: FilePart): FilePartRow {
  return { ...part, bytes: Number(part.bytes), keptUntil: Number(part.keptUntil) }
}
