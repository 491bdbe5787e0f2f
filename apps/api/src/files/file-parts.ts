import { HostRefusal } from '@switchboard/netcore'
import type { FilePartRow, Store } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'
import type { FileFolder } from './file-folder.ts'
import type { FileLedger } from './file-ledger.ts'

/** A part nobody is writing to; `received` bytes of it are there. */
export type KeptPart = FilePartRow & { received: number }

type Parts = { store: Store['files']; folder: FileFolder; ledger: FileLedger; log: FastifyBaseLogger }

/** Unfinished files that were kept for being continued: the newest of each name and service, until its time is up. */
export class FileParts {
  readonly #parts: Parts
  readonly #kept = new Map<string, KeptPart>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes over what the last run left: parts on record are kept, other unfinished files are removed. */
  async load(): Promise<void> {
    const { store, folder, ledger, log } = this.#parts
    const rows = await store.parts()
    for (const row of rows) {
      ledger.add(row.serviceId, { bytes: (await folder.partSize(row.diskName)) ?? 0, files: 1 })
      await this.keep(row)
    }
    const strays = (await folder.parts()).filter((name) => !rows.some(({ diskName }) => diskName === name))
    for (const name of strays) await folder.removePart(name)
    if (strays.length > 0) log.info({ files: strays.length }, 'removed unfinished files of the last run')
    await this.expire(Date.now())
  }

  /** Whose room is taken as far as it was received. An older part of that name goes. */
  async keep(part: FilePartRow): Promise<void> {
    const received = await this.#parts.folder.partSize(part.diskName)
    const older = this.find(part.serviceId, part.name)
    if (older) await this.#drop(older)
    this.#kept.set(part.diskName, { ...part, received: received ?? 0 })
    if (!received) await this.#drop({ ...part, received: 0 })
  }

  find(serviceId: string, name: string): KeptPart | undefined {
    return [...this.#kept.values()].find((part) => part.serviceId === serviceId && part.name === name)
  }

  /** Hands out the part to go on with; from now on its room is the taker's. Throws HostRefusal `offset-wrong`. */
  take(serviceId: string, wish: { name: string; bytes: number; offset: number }): KeptPart {
    const part = this.find(serviceId, wish.name)
    if (part?.received !== wish.offset) throw wrongOffset(wish.offset, part?.received ?? 0)
    if (part.bytes !== wish.bytes)
      throw new HostRefusal('offset-wrong', `file_size is ${wish.bytes}: the part is of ${part.bytes} bytes`)
    this.#kept.delete(part.diskName)
    return part
  }

  async expire(now: number): Promise<void> {
    await this.#dropWhere(({ keptUntil }) => keptUntil <= now)
  }

  async dropOf(serviceId: string): Promise<void> {
    await this.#dropWhere((part) => part.serviceId === serviceId)
  }

  async #dropWhere(isOver: (part: KeptPart) => boolean): Promise<void> {
    for (const part of [...this.#kept.values()].filter(isOver)) await this.#drop(part)
  }

  async #drop(part: KeptPart): Promise<void> {
    const { store, folder, ledger } = this.#parts
    if (!this.#kept.delete(part.diskName)) return
    await folder.removePart(part.diskName)
    await store.deletePart(part.diskName)
    ledger.give(part.serviceId, { bytes: part.received, files: 1 })
  }
}

const wrongOffset = (offset: number, received: number) =>
  new HostRefusal('offset-wrong', `offset is ${offset}: ${received} bytes are here, go on from there`)
