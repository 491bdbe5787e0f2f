import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaClient } from './generated/client.ts'
import { unavailable } from './sqlite-error.ts'
import { StoreError } from './store-error.ts'

export type Client = Pick<
  PrismaClient,
  | 'service'
  | 'connection'
  | 'journalEntry'
  | 'file'
  | 'filePart'
  | 'chunk'
  | 'messageEnd'
  | 'user'
  | 'apiToken'
  | 'session'
  | 'webhook'
  | 'ban'
  | 'trafficHour'
  | 'auditEntry'
  | '$executeRaw'
  | '$queryRaw'
  | '$disconnect'
>

/** How long a statement waits for a lock, in ms. Short, so that a writer that has to wait can say so. */
export const BUSY_TIMEOUT_MS = 250
const FULL = 2

/** Opens the migrated database. One client is one SQLite connection: it blocks its thread while it works. */
export async function openClient(path: string, { readonly = false } = {}): Promise<Client> {
  const adapter = new PrismaBetterSqlite3({ url: `file:${path}`, timeout: BUSY_TIMEOUT_MS, readonly })
  const client = new PrismaClient({ adapter })
  await setPragmas(client, path).catch(unavailable(`The database ${path} cannot be opened`))
  return client
}

/** better-sqlite3 is built to make commits in WAL less durable than SQLite's own default, so they are set every time. */
async function setPragmas(client: Client, path: string): Promise<void> {
  await client.$queryRaw`PRAGMA journal_mode = WAL`
  await client.$queryRaw`PRAGMA synchronous = FULL`
  await client.$queryRaw`PRAGMA foreign_keys = ON`
  const [journal] = await client.$queryRaw<{ journal_mode: string }[]>`PRAGMA journal_mode`
  const [durability] = await client.$queryRaw<{ synchronous: bigint }[]>`PRAGMA synchronous`
  if (journal?.journal_mode !== 'wal' || Number(durability?.synchronous) !== FULL) {
    const found = `journal_mode ${journal?.journal_mode}, synchronous ${durability?.synchronous}`
    const remedy = 'keep it on a local disk'
    throw new StoreError('unavailable', `${path} cannot be written durably (${found}): ${remedy}.`)
  }
}

/**
 * Runs `work` between BEGIN IMMEDIATE and COMMIT; any failure takes everything back and is thrown again. The caller
 * sees to it that nothing else uses the client meanwhile. Prisma's own `$transaction` begins deferred, and with this
 * adapter a BEGIN that fails leaves its lock taken for good.
 */
export async function inTransaction<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  await client.$executeRaw`BEGIN IMMEDIATE`
  try {
    const result = await work()
    await client.$executeRaw`COMMIT`
    return result
  } catch (error) {
    // SQLite has already taken back some failures (a full disk): then there is nothing left to roll back.
    await client.$executeRaw`ROLLBACK`.catch(() => undefined)
    throw error
  }
}
