import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStore, type StoreOptions } from '../open-store.ts'
import type { Store } from '../store.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The path of a database that does not exist yet, in a folder that is gone after the test. */
export function temporaryDatabase(): string {
  return join(temporaryFolder(), 'switchboard.db')
}

/** A store on a real file, closed after the test. */
export async function temporaryStore(
  path = temporaryDatabase(),
  onHealth: StoreOptions['onHealth'] = () => undefined,
): Promise<Store> {
  const store = await openStore({ url: `file:${path}`, onHealth })
  onTestFinished(() => store.close())
  return store
}
