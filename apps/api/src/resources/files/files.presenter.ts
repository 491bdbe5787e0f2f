import type { File } from '@switchboard/contract'
import type { FileRow } from '@switchboard/store'
import { timestamp } from '../../time.ts'

/** The name on the disk is nobody's business. */
export function presentFile({ diskName: _, receivedAt, ...file }: FileRow): File {
  return { ...file, receivedAt: timestamp(receivedAt) }
}
