import { HostRefusal } from '@switchboard/netcore'

/** How much of a service's room something takes. */
export type Room = { bytes: number; files: number }

type Quota = { maxTotalBytes: number; maxFiles: number }

/** What the files of each service take, to the byte: those on record, those under way with their full size, and kept parts. */
export class FileLedger {
  readonly #taken = new Map<string, Room>()

  /** Takes room before the first byte is written, so that no race can exceed the quota. Throws HostRefusal `quota-reached`. */
  take(serviceId: string, room: Room, { maxTotalBytes, maxFiles }: Quota): void {
    const taken = this.taken(serviceId)
    if (taken.bytes + room.bytes > maxTotalBytes)
      throw reached(`file_size needs ${room.bytes} bytes: ${taken.bytes} of ${maxTotalBytes} are taken`)
    if (taken.files + room.files > maxFiles)
      throw reached(`another file is one too many: there are ${taken.files} of ${maxFiles}`)
    this.add(serviceId, room)
  }

  /** Counts what is there already. */
  add(serviceId: string, { bytes, files }: Room): void {
    const taken = this.taken(serviceId)
    this.#taken.set(serviceId, { bytes: taken.bytes + bytes, files: taken.files + files })
  }

  give(serviceId: string, { bytes, files }: Room): void {
    this.add(serviceId, { bytes: -bytes, files: -files })
  }

  /** By service. */
  all(): ReadonlyMap<string, Room> {
    return this.#taken
  }

  taken(serviceId: string): Room {
    return this.#taken.get(serviceId) ?? { bytes: 0, files: 0 }
  }
}

const reached = (message: string) =>
  new HostRefusal('quota-reached', `${message}: delete files or allow the service more`)
