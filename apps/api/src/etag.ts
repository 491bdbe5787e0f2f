import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { ApiError } from './problem.ts'

/** The header of a change that is to hit only what was read. */
export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The `ETag` the request was made for; another one now is a 412.' }),
  ),
})

/** The ETag of something that counts no revisions: made of its contents. */
export function etagOf(content: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`
}

/** Throws `precondition-failed` when the header names another ETag than that of `content`. `*` fits any. */
export function checkIfMatch(header: string | undefined, content: unknown, what: string): void {
  if (header === undefined || header.trim() === '*') return
  const asked = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  const current = etagOf(content)
  if (asked.includes(current)) return
  throw new ApiError(
    'precondition-failed',
    `If-Match says ${header}, but the ETag of ${what} is ${current}: read again and repeat the change.`,
  )
}
