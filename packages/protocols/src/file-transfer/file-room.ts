import type { Connection, Room } from '@switchboard/netcore'
import type { UploadHeader } from './header.ts'
import type { FileTransferOptions } from './options.ts'
import type { FileQuestions, FileTopic, Reserved } from './questions.ts'

/** The files of a service, as the manager keeps them. Every method throws HostRefusal when it refuses. */
export class FileRoom {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  reserve(file: UploadHeader, options: FileTransferOptions, { facts }: Connection): Promise<Reserved> {
    const { name, bytes, sha256, offset } = file
    const { onExisting, maxTotalBytes, maxFiles, keepPartialHours } = options
    const { id: connectionId, remoteAddress } = facts
    const limits = { onExisting, maxTotalBytes, maxFiles, keepPartialHours }
    return this.#ask('files.reserve', { connectionId, remoteAddress, name, bytes, sha256, offset, ...limits })
  }

  commit({ reservation }: Reserved, sha256: string): Promise<{ id: string }> {
    return this.#ask('files.commit', { reservation, sha256 })
  }

  async release({ reservation }: Reserved, keep: boolean): Promise<void> {
    await this.#ask('files.release', { reservation, keep })
  }

  find(name: string) {
    return this.#ask('files.find', { name })
  }

  list(limit: number) {
    return this.#ask('files.list', { limit })
  }

  stat(name: string) {
    return this.#ask('files.stat', { name })
  }

  async #ask<Topic extends FileTopic>(
    topic: Topic,
    body: FileQuestions[Topic]['body'],
  ): Promise<FileQuestions[Topic]['answer']> {
    return (await this.#room.ask(topic, body)) as FileQuestions[Topic]['answer']
  }
}
