// Uploads to synced files with nothing but Node: socket to file, fsync, "done". No record, no check, no name.

import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-copy-'))
process.on('SIGTERM', () => {
  rmSync(folder, { recursive: true })
  process.exit(0)
})

let files = 0
async function copy(socket: Socket): Promise<void> {
  const path = join(folder, String(files++))
  const pieces = socket.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>
  const { size, rest } = await readHeader(pieces)
  const file = await open(path, 'w')
  await file.write(rest)
  for (let missing = size - rest.length; missing > 0;) {
    const { value } = (await pieces.next()) as IteratorResult<Buffer, undefined>
    if (!value) throw new Error('the client ended early')
    await file.write(value)
    missing -= value.length
  }
  await file.sync()
  await file.close()
  rmSync(path)
  socket.end('done')
}

/** What comes before the file, and what of the file came with it. */
async function readHeader(pieces: AsyncIterator<Buffer>): Promise<{ size: number; rest: Buffer }> {
  let start = Buffer.alloc(0)
  while (start.length < 4 || start.length < 4 + start.readInt32LE())
    start = Buffer.concat([start, (await pieces.next()).value as Buffer])
  const end = 4 + start.readInt32LE()
  const { file_size: size } = JSON.parse(String(start.subarray(4, end))) as { file_size: number }
  return { size, rest: start.subarray(end) }
}

const server = createServer((socket) => {
  socket.on('error', () => undefined)
  copy(socket).catch(() => socket.destroy())
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on ${(server.address() as AddressInfo).port} -`)
})
