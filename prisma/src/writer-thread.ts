import { parentPort } from 'node:worker_threads'
import { openChannel, type Port } from './channel.ts'
import type { JournalBatch } from '@switchboard/journal'
import type { FilePartRow, FileRow, OnExisting, StoredService } from './rows.ts'
import { Writer } from './writer.ts'

/** What the writer thread tells the main thread. */
export type WriterReports = { trouble(message: string | null): void }

let writer: Writer

const calls = {
  /** Before all else. Answers the newest `seq`. */
  async open(path: string): Promise<number> {
    writer = await Writer.open(path, (message) => void main.trouble.asEvent(message))
    return writer.newest()
  },
  append: (batch: JournalBatch) => writer.append(batch),
  async closeLost(at: number): Promise<{ count: number; newest: number }> {
    return { count: await writer.closeLost(at), newest: await writer.newest() }
  },
  createService: (service: StoredService) => writer.createService(service),
  updateService: (service: StoredService) => writer.updateService(service),
  deleteService: (id: string) => writer.deleteService(id),
  createFile: (file: FileRow, onExisting: OnExisting) => writer.createFile(file, onExisting),
  deleteFile: (id: string) => writer.deleteFile(id),
  keepFilePart: (part: FilePartRow) => writer.keepFilePart(part),
  deleteFilePart: (diskName: string) => writer.deleteFilePart(diskName),
  markChatRead: (connectionId: string, seq: number) => writer.markChatRead(connectionId, seq),
  close: () => writer.close(),
}

export type WriterCalls = typeof calls

const main = openChannel<WriterReports, WriterCalls>(parentPort as Port, calls)
