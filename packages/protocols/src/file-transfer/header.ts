import { checkFileName } from './file-name.ts'
import { Refusal, shown } from './refusal.ts'
import { parseStrictJson } from './strict-json.ts'

/** What a peer asks for. Sizes and offsets are in bytes, sha256 in lower-case hexadecimal. */
export type Header =
  | { op: 'upload'; name: string; bytes: number; sha256: string | null; offset: number }
  | { op: 'download'; name: string; offset: number }
  | { op: 'stat'; name: string }
  | { op: 'list' }

/** The announcement of a file. */
export type UploadHeader = Extract<Header, { op: 'upload' }>

const OPERATIONS = ['upload', 'download', 'list', 'stat'] as const
const SHA256 = /^[0-9a-f]{64}$/i

type Fields = { op?: unknown; file_name?: unknown; file_size?: unknown; offset?: unknown; sha256?: unknown }

/** Reads a header: JSON in UTF-8, an object, of which unknown keys are ignored. Throws Refusal. */
export function parseHeader(bytes: Buffer): Header {
  const fields = parseStrictJson(bytes)
  if (!isObject(fields)) throw new Refusal('header-field', `the header is ${shown(fields)}: send an object`)
  const op = operation(fields)
  switch (op) {
    case 'list':
      return { op }
    case 'stat':
      return { op, name: fileName(fields) }
    case 'download':
      return { op, name: fileName(fields), offset: count(fields, 'offset', 0) }
    case 'upload':
      return upload(fields)
  }
}

function upload(fields: Fields): UploadHeader {
  const name = fileName(fields)
  const bytes = count(fields, 'file_size')
  const offset = count(fields, 'offset', 0)
  if (offset > bytes)
    throw new Refusal('offset-wrong', `offset is ${offset}: at most file_size, ${bytes}, is allowed`)
  return { op: 'upload', name, bytes, sha256: digest(fields), offset }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function operation({ op = 'upload' }: Fields): Header['op'] {
  const known = OPERATIONS.find((operation) => operation === op)
  if (known) return known
  throw new Refusal('header-field', `op is ${shown(op)}: ${OPERATIONS.join(', ')} are allowed`)
}

function fileName({ file_name: name }: Fields): string {
  if (typeof name !== 'string')
    throw new Refusal('header-field', `file_name is ${shown(name)}: give it as a string`)
  checkFileName(name)
  return name
}

function count(fields: Fields, key: 'file_size' | 'offset', missing?: number): number {
  const value = fields[key] ?? missing
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new Refusal(
    'header-field',
    `${key} is ${shown(value)}: a whole number from 0 to ${Number.MAX_SAFE_INTEGER} is allowed, written in digits only`,
  )
}

function digest({ sha256 = null }: Fields): string | null {
  if (sha256 === null) return null
  if (typeof sha256 === 'string' && SHA256.test(sha256)) return sha256.toLowerCase()
  throw new Refusal('header-field', `sha256 is ${shown(sha256)}: 64 hexadecimal digits are allowed`)
}
