import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FileRow } from '@switchboard/store'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import parseRange from 'range-parser'
import { ApiError } from '../../problem.ts'

/** Sends the file, or the one range of it that was asked for (RFC 9110, section 14). A browser saves it and never runs it. */
export async function sendContent(request: FastifyRequest, reply: FastifyReply, file: FileRow, path: string) {
  const etag = `"${file.sha256}"`
  reply.header('etag', etag).header('accept-ranges', 'bytes').header('cache-control', 'private, no-cache')
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send()
  const range = rangeOf(request, reply, file.bytes, etag)
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 }
  reply.header('content-disposition', contentDisposition(file.name)).header('content-length', end - start + 1)
  reply.code(range ? 206 : 200).type('application/octet-stream')
  if (range) reply.header('content-range', `bytes ${start}-${end}/${file.bytes}`)
  if (request.method === 'HEAD' || file.bytes === 0) return reply.send(Readable.from([]))
  return reply.send((await openFile(file, path)).createReadStream({ start, end }))
}

type Range = { start: number; end: number }

/** undefined: the whole file, also for what nobody can read or for several ranges, as the RFC allows. */
function rangeOf(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  bytes: number,
  etag: string,
): Range | undefined {
  const ifRange = headers['if-range']
  if (headers.range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined
  const ranges = parseRange(bytes, headers.range)
  if (ranges === -1) {
    reply.header('content-range', `bytes */${bytes}`)
    throw new ApiError('range-not-satisfiable', `Range is ${headers.range}: the file has ${bytes} bytes.`)
  }
  return ranges === -2 || ranges.type !== 'bytes' || ranges.length > 1 ? undefined : ranges[0]
}

function matches(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes('*') || tags.includes(etag)
}

/** Throws `not-found` where it is not on the disk. */
export async function openFile(file: FileRow, path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ApiError('not-found', `The file ${file.id} is on record, but not on the disk (${code}).`)
  }
}
