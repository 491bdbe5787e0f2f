import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { csvLine, type Cell } from './csv.ts'

/** As it can be asked for. */
export const ExportFormat = Type.Enum(['csv', 'ndjson'], {
  description: 'CSV by RFC 4180 with a header line, or one JSON object per line.',
})

type Format = 'csv' | 'ndjson'
type Row = Record<string, Cell>

/** What is exported: rows with these keys, page by page. `about`: how many rows to expect, null where nobody knows. */
export type Export = {
  name: string
  format: Format
  keys: string[]
  pages: AsyncIterator<Row[], void>
  about: number | null
}

const TYPES: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson',
}

/**
 * Streams the rows as the client takes them, one page in memory, and stops reading when it goes away. Throws what the
 * first page throws; a failure after it cuts the answer off, so that nobody takes a part for the whole.
 */
export async function sendExport(reply: FastifyReply, { name, format, keys, pages, about }: Export) {
  const first = await pages.next()
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  reply.type(TYPES[format]).header('cache-control', 'no-store')
  reply.header('content-disposition', `attachment; filename="switchboard-${name}-${stamp}Z.${format}"`)
  if (about !== null) reply.header('switchboard-about-rows', about)
  return reply.send(Readable.from(lines()))

  async function* lines() {
    if (format === 'csv') yield csvLine(keys)
    if (first.done) return
    yield text(first.value)
    for (;;) {
      const { done, value } = await pages.next()
      if (done) return
      yield text(value)
    }
  }

  function text(rows: Row[]): string {
    if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    return rows.map((row) => csvLine(keys.map((key) => row[key] ?? null))).join('')
  }
}
