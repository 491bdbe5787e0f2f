import type { ReaderCalls } from './reader-thread.ts'
import { StoreThread } from './store-thread.ts'
import type { WriterCalls, WriterReports } from './writer-thread.ts'

/**
 * `degraded`: commits fail at the moment and are tried again, or somebody has to look after the files; `message` says
 * why. `queued`: entries not yet on the disk.
 */
export type StoreHealth = { status: 'ok' | 'degraded'; message: string | null; queued: number }

/** What it reads is used once: a small nursery is enough, and V8 would let it grow by a hundred megabytes. */
const READER_LIMITS = { maxYoungGenerationSizeMb: 16 }

/** The threads, and what this side knows of them. */
export type Threads = {
  readonly writer: StoreThread<WriterCalls, WriterReports>
  readonly reader: StoreThread<ReaderCalls, object>
  trouble: string | null
  notice: string | null
  newest: number
  queued: number
  closing: boolean
}

/** Starts both; their databases are opened by calls. `onHealth` hears of each change of the message. */
export function startThreads(path: string, onHealth: (health: StoreHealth) => void): Threads {
  const report = (news: { trouble?: string | null; notice?: string | null }) => {
    const before = healthOf(threads).message
    Object.assign(threads, news)
    const now = healthOf(threads)
    if (now.message !== before) onHealth(now)
  }
  const threads: Threads = {
    writer: new StoreThread(new URL('./writer-thread.ts', import.meta.url), {
      trouble: (trouble) => report({ trouble }),
      notice: (notice) => report({ notice }),
      fresh: async () => {
        const failed = (error: Error) => report({ notice: `${error.message}: start Switchboard again` })
        await threads.reader.calls.reopen(path).catch(failed)
      },
    }),
    reader: new StoreThread(new URL('./reader-thread.ts', import.meta.url), {}, READER_LIMITS),
    trouble: null,
    notice: null,
    newest: 0,
    queued: 0,
    closing: false,
  }
  return threads
}

export function healthOf({ writer, reader, trouble, notice, queued }: Threads): StoreHealth {
  const message = writer.trouble ?? reader.trouble ?? trouble ?? notice
  return { status: message === null ? 'ok' : 'degraded', message, queued }
}

/** Writes what waits, for at most 5 s, and ends both. */
export async function endThreads(threads: Threads): Promise<void> {
  threads.closing = true
  // The reader first: only a connection that may write can tidy up when it is the last.
  await threads.reader.end()
  try {
    await threads.writer.calls.close()
  } finally {
    await threads.writer.end()
  }
}
