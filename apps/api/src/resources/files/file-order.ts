import type { FileOrder, FilePlace, FileRow } from '@switchboard/store'
import { Type, type Static } from 'typebox'
import { invalid } from '../../problem.ts'

export const FileSort = Type.Enum(
  ['-receivedAt', 'receivedAt', 'name', '-name', 'bytes', '-bytes', 'service', '-service'],
  { description: 'In which order, `-receivedAt` unless told; with `-` the last, or largest, comes first.' },
)
type FileSort = Static<typeof FileSort>

const COLUMNS: Record<string, FileOrder['by']> = {
  receivedAt: 'id',
  name: 'name',
  bytes: 'bytes',
  service: 'serviceName',
}

/** An order of files, and its cursors: where a page ended, whatever has been deleted since. */
export class FileSequence {
  readonly #sort: FileSort
  readonly #order: FileOrder

  constructor(sort: FileSort) {
    const down = sort.startsWith('-')
    this.#sort = sort
    this.#order = { by: COLUMNS[sort.replace('-', '')] ?? 'id', down }
  }

  /** What the store is asked for the page behind a cursor. Throws `validation-failed` for a cursor of another order. */
  query(cursor: string | undefined): { before?: string; order?: FileOrder; place?: FilePlace } {
    const isUsual = this.#sort === '-receivedAt'
    if (isUsual) return cursor === undefined ? {} : { before: cursor }
    return { order: this.#order, ...(cursor !== undefined && { place: this.#placeOf(cursor) }) }
  }

  cursor(file: FileRow): string {
    const { by } = this.#order
    return by === 'id' ? file.id : Buffer.from(JSON.stringify([file[by], file.id])).toString('base64url')
  }

  #placeOf(cursor: string): FilePlace {
    const { by } = this.#order
    if (by === 'id') return { id: cursor }
    const [value, id] = pairOf(cursor)
    const wanted = by === 'bytes' ? 'number' : 'string'
    if (typeof value !== wanted || typeof id !== 'string')
      throw invalid([{ path: '/before', message: 'is no `next` of a page in this order: begin without it' }])
    return { value: value as string | number, id }
  }
}

function pairOf(cursor: string): unknown[] {
  try {
    const pair: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(pair) ? pair : []
  } catch {
    return []
  }
}
