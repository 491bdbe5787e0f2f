import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FileCheck } from '@switchboard/contract'
import { blankEntry, type NewEntry } from '@switchboard/netcore'
import type { FileRow } from '@switchboard/store'
import type { FastifyReply } from 'fastify'
import { openFile } from './file-content.ts'

/** How often it is told how far it is (milliseconds). */
const TELL_MS = 200

/**
 * Hashes the file on the disk again and tells how far it is, a JSON object per line; the last one has the outcome. It
 * stops when the client goes away. `damaged` is told of a file that is not what was received.
 */
export async function sendCheck(
  reply: FastifyReply,
  file: FileRow,
  path: string,
  damaged: (found: { bytes: number; sha256: string }) => Promise<void>,
) {
  const handle = await openFile(file, path)
  reply.type('application/x-ndjson').header('cache-control', 'no-store')
  const content = handle.createReadStream({ highWaterMark: 1 << 20 })
  const lines = Readable.from(check())
  // Who is gone before it has begun would leave the file open.
  reply.raw.once('close', () => {
    lines.destroy()
    content.destroy()
  })
  return reply.send(lines)

  async function* check() {
    const hash = createHash('sha256')
    let bytes = 0
    let told = performance.now()
    for await (const chunk of content) {
      hash.update(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (performance.now() - told < TELL_MS) continue
      told = performance.now()
      yield line({ bytes, sha256: null, matches: null })
    }
    const sha256 = hash.digest('hex')
    const matches = sha256 === file.sha256 && bytes === file.bytes
    if (!matches) await damaged({ bytes, sha256 })
    yield line({ bytes, sha256, matches })
  }
}

/** What the journal is told of a file that is not what was received. */
export const damagedEntry = (file: FileRow, found: { bytes: number; sha256: string }): NewEntry => ({
  ...blankEntry('file.damaged', 'error'),
  serviceId: file.serviceId,
  serviceName: file.serviceName,
  connectionId: file.connectionId,
  detail: {
    fileId: file.id,
    name: file.name,
    bytes: file.bytes,
    sha256: file.sha256,
    foundBytes: found.bytes,
    foundSha256: found.sha256,
  },
})

const line = (progress: FileCheck) => `${JSON.stringify(progress)}\n`
