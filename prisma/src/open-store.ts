import { databasePath } from './database-file.ts'
import { partsOf } from './store-parts.ts'
import { endThreads, healthOf, startThreads, type StoreHealth } from './store-threads.ts'
import type { Store } from './store.ts'

/** `onHealth` hears what `health()` says each time that its message has changed. */
export type StoreOptions = { url: string; onHealth?: (health: StoreHealth) => void }

/**
 * Opens the database behind a `file:` URL, created and migrated if need be. A damaged one is set aside under another
 * name, and a fresh one begun with the services and files on record; `health()` tells.
 *
 *   main thread ── calls ──▶ writer thread ──▶ SQLite (WAL) ◀── reader thread ◀── calls ── main thread
 *
 * Throws a StoreError with one line that names the file and the remedy: `invalid-url`, `unwritable`,
 * `schema-newer`, `schema-conflict`, `unavailable`.
 */
export async function openStore({ url, onHealth = () => undefined }: StoreOptions): Promise<Store> {
  const path = databasePath(url)
  const threads = startThreads(path, onHealth)
  try {
    threads.newest = await threads.writer.calls.open(path)
    await threads.reader.calls.open(path)
  } catch (error) {
    await Promise.all([threads.writer.end(), threads.reader.end()])
    throw error
  }
  let closing: Promise<void> | undefined
  return {
    ...partsOf(threads),
    health: () => healthOf(threads),
    close: () => (closing ??= endThreads(threads)),
  }
}
