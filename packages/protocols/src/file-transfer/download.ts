import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Dialogue } from './dialogue.ts'
import type { FileRoom } from './file-room.ts'
import type { Header } from './header.ts'
import { Refusal } from './refusal.ts'

const PIECE_BYTES = 65_536
/** So many files a list tells of at most. */
const LONGEST_LIST = 1000

/** Sends the newest file of that name from the offset on. Throws Refusal or HostRefusal before anything is sent. */
export async function sendFile(
  { name, offset }: Extract<Header, { op: 'download' }>,
  dialogue: Dialogue,
  files: FileRoom,
): Promise<void> {
  const { connection } = dialogue
  const began = performance.now()
  const { path, bytes, sha256 } = await files.find(name)
  if (offset > bytes) throw new Refusal('offset-wrong', `offset is ${offset}: the file has ${bytes} bytes`)
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  const transfer = { name, direction: 'out' as const, bytes: offset, expectedBytes: bytes }
  connection.show(transfer)
  try {
    await dialogue.reply({ status: 'ok', file_name: name, file_size: bytes, sha256, offset })
    const end = bytes - 1
    const stream = file.createReadStream({ start: offset, end, highWaterMark: PIECE_BYTES, autoClose: false })
    if (offset < bytes)
      for await (const piece of stream) {
        await connection.write(piece as Buffer)
        transfer.bytes += (piece as Buffer).length
      }
  } finally {
    connection.show(null)
    await file.close()
  }
  const durationMs = Math.round(performance.now() - began)
  connection.note('file.sent', 'info', { name, bytes: bytes - offset, offset, sha256, durationMs })
}

/** Tells of the newest file of each name. `more`: there are others. */
export async function listFiles(dialogue: Dialogue, files: FileRoom): Promise<void> {
  const oneMore = await files.list(LONGEST_LIST + 1)
  const listed = oneMore
    .slice(0, LONGEST_LIST)
    .map(({ name, bytes, sha256 }) => ({ file_name: name, file_size: bytes, sha256 }))
  const more = oneMore.length > LONGEST_LIST
  await dialogue.reply({ status: 'ok', files: listed, ...(more && { more }) })
}
