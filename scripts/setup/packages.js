import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.js'
import { machineEnvironment, pinnedNode, root } from './paths.js'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

const wantedFile = join(root, 'package-lock.json')
const installedFile = join(root, 'node_modules', '.package-lock.json') // npm writes it last, when all is in place
const stampFile = join(root, 'node_modules', '.switchboard-install')

/** Whether node_modules is what package-lock.json asks for, be it by our install or by the user's own. */
export function packagesAreCurrent() {
  if (![wantedFile, installedFile, pinnedNode].every((file) => existsSync(file))) return false
  return agree(lockedPackages(wantedFile), lockedPackages(installedFile)) || stamp() === readStamp()
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
  const rebuilt = await npm(['rebuild', 'node', ...quiet])
  if (rebuilt.code === 0) writeFileSync(stampFile, stamp())
  return rebuilt
}

/** @param {string[]} args */
const npm = (args) => run('npm', args, { quiet: true, env: machineEnvironment() })

/** @type {(wanted: Record<string, LockedPackage>, installed: Record<string, LockedPackage>) => boolean} */
function agree(wanted, installed) {
  const packages = Object.entries(wanted).filter(([path]) => path !== '')
  return packages.every(([path, { version, integrity, optional }]) => {
    const found = installed[path]
    return found ? found.version === version && found.integrity === integrity : optional === true
  })
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
const lockedPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/** What our install answered to: a lock file with more than npm needs to install never agrees with the result. */
const stamp = () =>
  createHash('sha256').update(readFileSync(wantedFile)).update(readFileSync(installedFile)).digest('hex')

const readStamp = () => (existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined)
