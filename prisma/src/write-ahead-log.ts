import { statSync } from 'node:fs'

/** So much of the disk the write-ahead log keeps when it begins anew, however long it had grown. */
export const LOG_BYTES = 16 * 2 ** 20
/** A log that is longer cannot begin anew, because somebody still reads what was before it. */
const LONG_BYTES = 256 * 2 ** 20

/** Why the write-ahead log of the database grows, in one line; null while it does not. `longBytes`: from where on it tells. */
export function logTrouble(path: string, longBytes = LONG_BYTES): string | null {
  const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
  if (bytes <= longBytes) return null
  const remedy = 'end its transaction, and the log begins anew'
  return `${path}-wal has grown to ${Math.round(bytes / 2 ** 20)} MiB, because another program keeps reading the database: ${remedy}`
}
