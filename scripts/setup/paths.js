import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the clone. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const bin = join(root, 'node_modules', '.bin')

/** The Node that Switchboard runs on, whatever Node runs this script. */
export const pinnedNode = join(bin, 'node')

/**
 * A program that came with the packages.
 * @param {string} name
 */
export const program = (name) => join(bin, name)

/** The environment for our own programs: the pinned Node comes first on the PATH, and keeps what it has compiled. */
export function pinnedEnvironment() {
  const cache = join(root, 'node_modules', '.cache', 'node')
  return { NODE_COMPILE_CACHE: cache, ...process.env, PATH: [bin, ...otherFolders()].join(delimiter) }
}

/** The environment for npm itself, which must not run on the Node it is about to replace. */
export function machineEnvironment() {
  return { ...process.env, PATH: otherFolders().join(delimiter) }
}

function otherFolders() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.filter((folder) => folder !== bin)
}
