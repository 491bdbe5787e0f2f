import { constants } from 'node:fs'
import { access, chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from './start-error.ts'

/** The folder a manager keeps everything in, held by this process alone. */
export type DataDirectory = {
  /** Where Unix sockets of services are made. */
  sockets: string
  /** Where received files are kept. */
  files: string
  /** Where copies of the database are kept. */
  backups: string
  /** Where Node keeps what it has compiled. */
  compiledCode: string
  /** The file of the key that seals secrets; made when it is needed. */
  secretKey: string
  /** Lets another manager have it. */
  release(): void
}

/**
 * Makes the folder (mode 0700) and takes it for this process. Throws a StartError when it cannot be written or when
 * another running manager has it.
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  const sockets = join(path, 'sockets')
  await writable(path, sockets)
  return {
    sockets,
    files: join(path, 'files'),
    backups: join(path, 'backups'),
    compiledCode: join(path, 'compiled'),
    secretKey: join(path, 'secret.key'),
    release: lock(path),
  }
}

async function writable(path: string, sockets: string): Promise<void> {
  try {
    const made = await mkdir(path, { recursive: true, mode: 0o700 })
    if (made) await chmod(path, 0o700)
    await mkdir(sockets, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(
      `SWITCHBOARD_DATA_DIR ${path} cannot be written (${codeOf(error)}): ` +
        'give this user the right to write there, or name another folder',
    )
  }
}

/** Keeps the locks from the garbage collector, which would let them go without a word. */
const held = new Set<DatabaseSync>()

/**
 * SQLite's own file lock: the kernel drops it when the process dies, however it dies, so there is never a stale lock
 * to tell from a live one, and no moment in which two managers both believe they have it.
 */
function lock(path: string): () => void {
  const file = new DatabaseSync(join(path, 'manager.lock'))
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch {
    file.close()
    throw new StartError(
      `SWITCHBOARD_DATA_DIR ${path} is in use by another running Switchboard: ` +
        'stop that one, or name another folder',
    )
  }
  held.add(file)
  return () => {
    held.delete(file)
    file.close()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
