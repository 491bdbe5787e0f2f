import { parentPort } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { openChannel, type Port } from './channel.ts'
import { StoreError } from './store-error.ts'
import { unavailable } from './sqlite-error.ts'

/** What the thread tells: how much is copied, from 0 to 1. */
export type BackupReports = { progress(done: number): void }

/** Between two steps the thread can be ended. */
const PAGES_PER_STEP = 1000

const calls = {
  copy: (from: string, to: string) =>
    copy(from, to).catch(unavailable(`The backup ${to} could not be written`)),
}

export type BackupCalls = typeof calls

async function copy(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true, fileMustExist: true })
  try {
    // One reading transaction for the whole copy: without it every commit of the writer would begin the copy anew.
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_master').get()
    await source.backup(to, {
      progress({ totalPages, remainingPages }) {
        void main.progress.asEvent(totalPages === 0 ? 0 : 1 - remainingPages / totalPages)
        return PAGES_PER_STEP
      },
    })
  } finally {
    source.close()
  }
  check(to)
}

/** A backup that cannot be restored is none. */
function check(path: string): void {
  const copied = new Database(path, { readonly: true })
  const finding = copied.pragma('quick_check', { simple: true })
  copied.close()
  if (finding === 'ok') return
  throw new StoreError(
    'corrupt',
    `The copy ${path} is damaged (${String(finding)}): is the database, or the disk?`,
  )
}

const main = openChannel<BackupReports, BackupCalls>(parentPort as Port, calls)
