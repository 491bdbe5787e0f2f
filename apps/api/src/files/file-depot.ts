import { randomUUID } from 'node:crypto'
import { HostRefusal } from '@switchboard/netcore'
import type { FileQuestions, Reserve, Reserved, StoredFile } from '@switchboard/protocols/file-questions'
import { StoreError, type FileRow, type Store } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'
import { monotonicFactory } from 'ulid'
import type { FileFolder } from './file-folder.ts'
import { FileLedger, type Room } from './file-ledger.ts'
import { FileParts } from './file-parts.ts'

type Parts = {
  store: Store['files']
  folder: FileFolder
  log: FastifyBaseLogger
  nameOf: (serviceId: string) => string
}

/** A file that an engine is writing now. `isPart`: it is on record as one that may be continued. */
type Reservation = {
  engineId: number
  serviceId: string
  diskName: string
  wish: Reserve
  keptUntil: number | null
  isPart: boolean
}

const HOUR_MS = 3_600_000
const EXPIRE_EVERY_MS = 60_000

const newId = monotonicFactory()

/**
 * Where files are: on the disk by random names, on record by theirs. An engine writes; what it may write, and what
 * becomes of it, is decided here.
 *
 *     reserve ─▶ the engine writes partial/<random>, synced ─▶ commit: rename, sync the folder, record ─▶ reply
 *                        └─ broken off ─▶ release: removed, or kept for being continued
 */
export class FileDepot {
  readonly #parts: Parts
  readonly #ledger = new FileLedger()
  readonly #kept: FileParts
  readonly #reservations = new Map<string, Reservation>()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#kept = new FileParts({ ...parts, ledger: this.#ledger })
  }

  /** Takes over what the last run left, and says in the log what does not fit together. */
  async open(): Promise<void> {
    const { store, folder, log } = this.#parts
    for (const { serviceId, ...room } of await store.totals()) this.#ledger.add(serviceId, room)
    await this.#kept.load()
    const recorded = new Set(await store.diskNames())
    const present = new Set(await folder.wholeFiles())
    const unrecorded = [...present].filter((name) => !recorded.has(name))
    const missing = [...recorded].filter((name) => !present.has(name))
    if (unrecorded.length > 0)
      log.warn(
        { files: unrecorded },
        'files on the disk are on no record: nobody was told that they were received',
      )
    if (missing.length > 0) log.error({ files: missing }, 'files on record are not on the disk')
    const expire = () => void this.#tidily(() => this.#kept.expire(Date.now()))
    this.#timer = setInterval(expire, EXPIRE_EVERY_MS).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  // What the protocol asks; see FileQuestions.

  async reserve(engineId: number, serviceId: string, wish: Reserve): Promise<Reserved> {
    const part = wish.offset > 0 ? this.#kept.take(serviceId, wish) : null
    try {
      this.#ledger.take(serviceId, { bytes: wish.bytes - wish.offset, files: part ? 0 : 1 }, wish)
    } catch (error) {
      if (part) await this.#kept.keep(part)
      throw error
    }
    const keptUntil = wish.keepPartialHours > 0 ? Date.now() + wish.keepPartialHours * HOUR_MS : null
    const isPart = part !== null || keptUntil !== null
    const diskName = part?.diskName ?? randomUUID()
    const reservation = { engineId, serviceId, diskName, wish, keptUntil, isPart }
    const id = randomUUID()
    this.#reservations.set(id, reservation)
    await this.#prepare(id, reservation)
    return { reservation: id, path: this.#parts.folder.partPath(diskName), offset: wish.offset }
  }

  async commit({ reservation: id, sha256 }: FileQuestions['files.commit']['body']): Promise<{ id: string }> {
    const reservation = this.#take(id)
    const { diskName, wish } = reservation
    const file = this.#row(reservation, sha256)
    try {
      await this.#parts.folder.publish(diskName, wish.bytes)
      const replaced = await this.#parts.store.create(file, wish.onExisting)
      for (const old of replaced) await this.#removed(old)
      return { id: file.id }
    } catch (error) {
      await this.#parts.folder.remove(diskName)
      await this.#discard(reservation)
      throw asRefusal(error, wish.name)
    }
  }

  async release({ reservation: id, keep }: FileQuestions['files.release']['body']): Promise<null> {
    if (this.#reservations.has(id)) await this.#release(this.#take(id), keep)
    return null
  }

  async find(serviceId: string, name: string): Promise<StoredFile & { path: string }> {
    const file = await this.#parts.store.newest(serviceId, name)
    if (!file)
      throw new HostRefusal('not-found', `file_name is ${JSON.stringify(name)}: there is no such file here`)
    return { ...describe(file), path: this.path(file) }
  }

  async list(serviceId: string, limit: number): Promise<StoredFile[]> {
    return (await this.#parts.store.newestOfEach(serviceId, limit)).map(describe)
  }

  stat(serviceId: string, name: string): { received: number } {
    return { received: this.#kept.find(serviceId, name)?.received ?? 0 }
  }

  // What else happens.

  path({ diskName }: FileRow): string {
    return this.#parts.folder.path(diskName)
  }

  /** What the files of each service take, with those under way and kept parts: what its quota counts. */
  taken(): ReadonlyMap<string, Room> {
    return this.#ledger.all()
  }

  /** Answers the file that was deleted; null if there is none. */
  async delete(id: string): Promise<FileRow | null> {
    const file = await this.#parts.store.delete(id)
    if (file) await this.#removed(file)
    return file
  }

  /** What it was writing is broken off. Never rejects. */
  async engineLost(lost: number): Promise<void> {
    const broken = [...this.#reservations].filter(([, { engineId }]) => engineId === lost)
    for (const [reservation] of broken) await this.#tidily(() => this.release({ reservation, keep: true }))
  }

  /** Its whole files stay, as its history does; nobody can go on with its parts. Never rejects. */
  async serviceDeleted(serviceId: string): Promise<void> {
    await this.#tidily(() => this.#kept.dropOf(serviceId))
  }

  /** What has to wait for the disk comes after the reservation is made, so that nobody slips in between. */
  async #prepare(id: string, reservation: Reservation): Promise<void> {
    const { store } = this.#parts
    const { serviceId, wish, keptUntil } = reservation
    try {
      if (wish.onExisting === 'refuse' && (await store.newest(serviceId, wish.name))) throw exists(wish.name)
      if (keptUntil !== null) await store.keepPart(partOf(reservation))
    } catch (error) {
      await this.release({ reservation: id, keep: true })
      throw asRefusal(error, wish.name)
    }
  }

  async #release(reservation: Reservation, keep: boolean): Promise<void> {
    const { serviceId, diskName, keptUntil, wish } = reservation
    const received = keep && keptUntil !== null ? await this.#parts.folder.partSize(diskName) : null
    if (received === null) return this.#discard(reservation)
    this.#ledger.give(serviceId, { bytes: wish.bytes - received, files: 0 })
    await this.#kept.keep(partOf(reservation))
  }

  /** Nothing of it stays. */
  async #discard({ serviceId, diskName, isPart, wish }: Reservation): Promise<void> {
    await this.#parts.folder.removePart(diskName)
    if (isPart) await this.#parts.store.deletePart(diskName)
    this.#ledger.give(serviceId, { bytes: wish.bytes, files: 1 })
  }

  /** It is off the record. Never rejects: what was decided stands, whatever the disk says. */
  async #removed(file: FileRow): Promise<void> {
    this.#ledger.give(file.serviceId, { bytes: file.bytes, files: 1 })
    await this.#tidily(() => this.#parts.folder.remove(file.diskName))
  }

  /** What is left lying is found at the next start. */
  async #tidily(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#parts.log.error({ err: error }, 'a file that is not wanted any more could not be removed')
    }
  }

  /** Nobody else has it from now on. */
  #take(id: string): Reservation {
    const reservation = this.#reservations.get(id)
    if (!reservation) throw new Error(`There is no reservation ${id}.`)
    this.#reservations.delete(id)
    return reservation
  }

  #row({ serviceId, diskName, wish }: Reservation, sha256: string): FileRow {
    const { connectionId, remoteAddress, name, bytes } = wish
    const serviceName = this.#parts.nameOf(serviceId)
    const receivedAt = Date.now()
    const id = `fil_${newId(receivedAt)}`
    return {
      id,
      serviceId,
      serviceName,
      connectionId,
      name,
      bytes,
      sha256,
      diskName,
      receivedAt,
      remoteAddress,
    }
  }
}

const describe = ({ name, bytes, sha256 }: FileRow): StoredFile => ({ name, bytes, sha256 })

const partOf = ({ serviceId, diskName, wish, keptUntil }: Reservation) => ({
  ...{ diskName, serviceId, name: wish.name, bytes: wish.bytes, sha256: wish.sha256 },
  keptUntil: keptUntil ?? 0,
})

const exists = (name: string) =>
  new HostRefusal(
    'file-exists',
    `file_name is ${JSON.stringify(name)}: there is such a file, choose another name`,
  )

function asRefusal(error: unknown, name: string): HostRefusal {
  if (error instanceof HostRefusal) return error
  const { message } = error as Error
  if (error instanceof StoreError && error.code === 'name-taken') return exists(name)
  if (error instanceof StoreError)
    return new HostRefusal('store-unavailable', `the file could not be put on record: ${message}`)
  const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC'
  return new HostRefusal(
    isFull ? 'disk-full' : 'disk-failed',
    `the file could not be put in its place: ${message}`,
  )
}
