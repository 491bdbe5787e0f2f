import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { BackupCalls, BackupReports } from './backup-thread.ts'
import { databasePath } from './database-file.ts'
import { StoreThread } from './store-thread.ts'

export type BackupOptions = {
  /** The database, as for `openStore`. */
  url: string
  /** The path of the copy, in a folder that is there; it appears when it is whole. Its owner alone may read it. */
  to: string
  /** Hears how much is copied, from 0 to 1. */
  onProgress: (done: number) => void
  /** Ends it; nothing is left of it then. */
  signal: AbortSignal
}

/**
 * Copies the database as it is now, on a thread of its own, while everybody goes on reading and writing. The copy is
 * checked, synced and whole when this resolves. Throws `unavailable` (a full disk, or cancelled) and `corrupt`.
 */
export async function backUp({ url, to, onProgress, signal }: BackupOptions): Promise<void> {
  const partial = `${to}.partial`
  const thread = new StoreThread<BackupCalls, BackupReports>(new URL('./backup-thread.ts', import.meta.url), {
    progress: onProgress,
  })
  const end = () => void thread.end()
  signal.addEventListener('abort', end, { once: true })
  try {
    await (await open(partial, 'wx', 0o600)).close()
    await thread.calls.copy(databasePath(url), partial)
    await sync(partial)
    await rename(partial, to)
    await sync(dirname(to))
  } finally {
    signal.removeEventListener('abort', end)
    await thread.end()
    for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(partial + suffix, { force: true })
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}
