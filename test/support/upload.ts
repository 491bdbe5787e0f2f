import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'

/** What the service said of an upload; `lost` when it was gone before it could. */
export type UploadReply = {
  status: 'ok' | 'error' | 'lost'
  code?: string
  sha256?: string
  message?: string
}

/** Uploads bytes by file-transfer (little-endian, with replies) on a connection of their own. */
export async function upload(port: number, name: string, bytes: Buffer): Promise<UploadReply> {
  const socket = connect(port, '127.0.0.1')
  const received: Buffer[] = []
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk)
    if (isWhole(Buffer.concat(received))) socket.end()
  })
  socket.on('error', () => undefined) // 'close' follows
  socket.write(header({ file_name: name, file_size: bytes.length }))
  socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve))
  const reply = Buffer.concat(received)
  return isWhole(reply) ? (JSON.parse(String(reply.subarray(4))) as UploadReply) : { status: 'lost' }
}

/** Begins an upload and resolves when so much of it has left; the connection stays as it is. */
export async function beginUpload(port: number, name: string, size: number, sent: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(header({ file_name: name, file_size: size }))
  await new Promise((resolve) => socket.write(randomBytes(sent), resolve))
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const isWhole = (reply: Buffer) => reply.length >= 4 && reply.length >= 4 + reply.readInt32LE()

function header(fields: Record<string, unknown>): Buffer {
  const json = Buffer.from(JSON.stringify(fields))
  const length = Buffer.alloc(4)
  length.writeInt32LE(json.length)
  return Buffer.concat([length, json])
}
