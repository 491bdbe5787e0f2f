import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Connection, Transfer } from '@switchboard/netcore'
import type { Dialogue } from './dialogue.ts'
import type { FileRoom } from './file-room.ts'
import type { Header } from './header.ts'
import { Refusal } from './refusal.ts'

const PIECE_BYTES = 65_536
/** So many files a list tells of at most. */
const LONGEST_LIST = 1000

/** An answer that is ready; from here on only the peer or the disk can break it off. */
export type Answer = (dialogue: Dialogue) => Promise<void>

/** The newest file of that name, from the offset on. Throws Refusal, HostRefusal or what the disk says. */
export async function download(
  { name, offset }: Extract<Header, { op: 'download' }>,
  files: FileRoom,
): Promise<Answer> {
  const { path, bytes, sha256 } = await files.find(name)
  if (offset > bytes) throw new Refusal('offset-wrong', `offset is ${offset}: the file has ${bytes} bytes`)
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  const transfer = { name, direction: 'out' as const, bytes: offset, expectedBytes: bytes }
  return async (dialogue) => {
    const began = performance.now()
    const reply = { status: 'ok', file_name: name, file_size: bytes, sha256, offset }
    await send(file, transfer, reply, dialogue)
    const durationMs = Math.round(performance.now() - began)
    dialogue.connection.note('file.sent', 'info', { name, bytes: bytes - offset, offset, sha256, durationMs })
  }
}

/** The newest file of each name. `more`: there are others. */
export async function list(files: FileRoom): Promise<Answer> {
  const oneMore = await files.list(LONGEST_LIST + 1)
  const listed = oneMore
    .slice(0, LONGEST_LIST)
    .map(({ name, bytes, sha256 }) => ({ file_name: name, file_size: bytes, sha256 }))
  const more = oneMore.length > LONGEST_LIST
  return (dialogue) => dialogue.reply({ status: 'ok', files: listed, ...(more && { more }) })
}

type Reply = Record<string, unknown>

async function send(file: FileHandle, transfer: Transfer, reply: Reply, dialogue: Dialogue): Promise<void> {
  const { connection } = dialogue
  connection.show(transfer)
  try {
    await dialogue.reply(reply)
    if (transfer.bytes < transfer.expectedBytes) await pour(file, transfer, connection)
  } finally {
    connection.show(null)
    await file.close()
  }
}

async function pour(file: FileHandle, transfer: Transfer, connection: Connection): Promise<void> {
  const range = { start: transfer.bytes, end: transfer.expectedBytes - 1 }
  const pieces = file.createReadStream({ ...range, highWaterMark: PIECE_BYTES, autoClose: false })
  for await (const piece of pieces as AsyncIterable<Buffer>) {
    await connection.write(piece)
    transfer.bytes += piece.length
  }
  const missing = transfer.expectedBytes - transfer.bytes
  if (missing > 0) throw new Refusal('disk-failed', `the file on the disk lacks ${missing} bytes`)
}
