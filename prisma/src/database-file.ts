import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { StoreError } from './store-error.ts'

/** The absolute path in a `file:` URL. Throws `invalid-url`: the threads share a file, so memory will not do. */
export function databasePath(url: string): string {
  const path = url.startsWith('file:') ? url.slice('file:'.length) : ''
  if (path === '' || path === ':memory:') {
    throw new StoreError(
      'invalid-url',
      `DATABASE_URL is "${url}": give a file, as in file:/var/lib/switchboard.db.`,
    )
  }
  return resolve(path)
}

/** Creates the file, for its owner only, if it is missing. Throws `unwritable` if it or its folder cannot be written. */
export function createDatabaseFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600))
    accessSync(dirname(path), constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const remedy = `make sure that this user may write it and its folder ${dirname(path)}, which must exist`
    throw new StoreError('unwritable', `The database ${path} cannot be written (${code}): ${remedy}.`)
  }
}
