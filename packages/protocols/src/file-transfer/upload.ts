import { ConnectionClosed } from '@switchboard/netcore'
import type { Dialogue } from './dialogue.ts'
import type { FileRoom } from './file-room.ts'
import { FileWriter } from './file-writer.ts'
import type { UploadHeader } from './header.ts'
import type { Reserved } from './questions.ts'
import { Refusal } from './refusal.ts'

/**
 * Takes one file: room from the manager, bytes to the disk, then the record. Whoever gets the reply, or finds the file
 * listed, can rely on it. Throws Refusal, HostRefusal or what the disk says; nothing of the file is visible then.
 */
export async function receiveFile(file: UploadHeader, dialogue: Dialogue, files: FileRoom): Promise<void> {
  const { connection, options } = dialogue
  const began = performance.now()
  if (file.bytes > options.maxFileBytes)
    throw new Refusal(
      'file-too-large',
      `file_size is ${file.bytes}: at most ${options.maxFileBytes} bytes are taken here`,
    )
  const place = await files.reserve(file, options, connection)
  const sha256 = await written(file, place, dialogue, files)
  const { id } = await files.commit(place, sha256)
  const durationMs = Math.round(performance.now() - began)
  connection.note('file.received', 'info', {
    fileId: id,
    name: file.name,
    bytes: file.bytes,
    sha256,
    durationMs,
  })
  if (options.reply === 'json')
    await dialogue.reply({ status: 'ok', file_name: file.name, file_size: file.bytes, sha256 })
}

/** Answers the SHA-256 of the file, which is synced. Else gives its room back. */
async function written(
  file: UploadHeader,
  place: Reserved,
  dialogue: Dialogue,
  files: FileRoom,
): Promise<string> {
  let writer: FileWriter | undefined
  try {
    writer = await FileWriter.open(place.path, place.offset)
    await pour(file, place, dialogue, writer)
    const sha256 = await writer.finish()
    if (file.sha256 === null || file.sha256 === sha256) return sha256
    throw new Refusal(
      'sha256-mismatch',
      `sha256 is ${file.sha256}, but of what came it is ${sha256}: send it again`,
    )
  } catch (error) {
    await writer?.close()
    await files.release(place, isPeersEnd(error))
    throw error
  }
}

async function pour(
  file: UploadHeader,
  place: Reserved,
  dialogue: Dialogue,
  writer: FileWriter,
): Promise<void> {
  const { name, bytes: expectedBytes } = file
  const transfer = { name, direction: 'in' as const, bytes: place.offset, expectedBytes }
  dialogue.connection.show(transfer)
  try {
    for await (const piece of dialogue.body(expectedBytes - place.offset, () => transfer.bytes)) {
      transfer.bytes += piece.length
      const busy = writer.add(piece)
      if (busy) await busy
    }
  } finally {
    dialogue.connection.show(null)
  }
}

/** The peer has left or lags behind: it may come back for the rest. */
function isPeersEnd(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'incomplete' || error.code === 'too-slow'
  return error instanceof ConnectionClosed
}
