// Uploads files, all at once: node upload.ts <port> <uploads> <bytes each>. Prints one line of JSON.
// Large writes cost a Node client little; the kernel does the work.

import { createHash, randomFillSync } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { UploadResult } from '../upload-load.ts'

const BLOCK = 1_048_576
const [port = 0, uploads = 1, bytes = 0] = process.argv.slice(2).map(Number)
/** Each upload sends its own block again and again, so that a mix-up shows. */
const block = randomFillSync(Buffer.alloc(BLOCK + uploads))

/** Answers what the server said, which is looked at when the clock has stopped. */
async function upload(index: number): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1')
  const reply: Buffer[] = []
  socket.on('data', (data: Buffer) => void reply.push(data))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => undefined)
  const header = Buffer.from(JSON.stringify({ file_name: `upload-${index}`, file_size: bytes }))
  const length = Buffer.alloc(4)
  length.writeInt32LE(header.length)
  socket.write(Buffer.concat([length, header]))
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += BLOCK) {
    const piece = block.subarray(index, index + Math.min(BLOCK, bytes - sent))
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), closed])
  }
  while (!socket.destroyed && reply.length === 0) await Promise.race([once(socket, 'data'), closed])
  socket.destroy()
  return Buffer.concat(reply)
}

/** A peer without a record says "done"; Switchboard says the SHA-256, which has to be that of what was sent. */
function problemWith(reply: Buffer, index: number): string | null {
  const text = String(reply)
  if (text === 'done') return null
  const told = /"sha256":"(\w+)"/.exec(text)?.[1]
  return told === sha256(index) ? null : `upload ${index} was answered ${JSON.stringify(text)}`
}

function sha256(index: number): string {
  const hash = createHash('sha256')
  for (let sent = 0; sent < bytes; sent += BLOCK)
    hash.update(block.subarray(index, index + Math.min(BLOCK, bytes - sent)))
  return hash.digest('hex')
}

const began = performance.now()
const replies = await Promise.all(Array.from({ length: uploads }, (_, index) => upload(index)))
const seconds = (performance.now() - began) / 1000
const problems = replies.map(problemWith).filter((problem) => problem !== null)
console.log(
  JSON.stringify({ seconds, failed: problems.length, firstError: problems[0] ?? '' } satisfies UploadResult),
)
