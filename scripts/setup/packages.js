import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.js'
import { machineEnvironment, pinnedNode, root } from './paths.js'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/**
 * Whether node_modules is what package-lock.json asks for. npm keeps its own lock file of what it installed and
 * writes it last, so comparing the two takes milliseconds and an interrupted install does not count.
 */
export function packagesAreCurrent() {
  const installed = lockedPackages(join(root, 'node_modules', '.package-lock.json'))
  const wanted = lockedPackages(join(root, 'package-lock.json'))
  if (!installed || !wanted || !existsSync(pinnedNode)) return false
  return Object.entries(wanted).every(([path, entry]) => path === '' || agree(entry, installed[path]))
}

/** @type {(wanted: LockedPackage, installed: LockedPackage | undefined) => boolean} */
function agree(wanted, installed) {
  if (!installed) return wanted.optional === true
  return wanted.version === installed.version && wanted.integrity === installed.integrity
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function lockedPackages(file) {
  if (!existsSync(file)) return undefined
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/**
 * Installs exactly what package-lock.json names. Only one install script is needed, that of the pinned Node: the
 * others would download or compile what is not used.
 * @returns {Promise<import('./child.js').Ended>}
 */
export async function installPackages() {
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--no-progress']
  const everything = ['--include=dev', '--include=optional']
  const installed = await npm(['ci', '--ignore-scripts', ...everything, ...quiet])
  if (installed.code !== 0) return installed
  return await npm(['rebuild', 'node', ...quiet])
}

/** @param {string[]} args */
const npm = (args) => run('npm', args, { quiet: true, env: machineEnvironment() })
