import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.js'
import { machineEnvironment, root } from './paths.js'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/** Whether node_modules is what package-lock.json asks for, be it by our install or by the user's own. */
export function packagesAreCurrent(folder = root) {
  const { wanted, installed, stamp, node } = filesOf(folder)
  if (![wanted, installed, node].every((file) => existsSync(file))) return false
  if (agree(lockedPackages(wanted), lockedPackages(installed))) return true
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(folder)
}

/** Remembers that this is what npm makes of this lock file, even where the two do not agree in every entry. */
export function rememberInstall(folder = root) {
  writeFileSync(filesOf(folder).stamp, fingerprint(folder))
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
  if (rebuilt.code === 0) rememberInstall()
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

/** @param {string} folder */
function fingerprint(folder) {
  const { wanted, installed } = filesOf(folder)
  return createHash('sha256').update(readFileSync(wanted)).update(readFileSync(installed)).digest('hex')
}

/** @param {string} folder */
const filesOf = (folder) => ({
  wanted: join(folder, 'package-lock.json'),
  installed: join(folder, 'node_modules', '.package-lock.json'), // npm writes it last, when all is in place
  stamp: join(folder, 'node_modules', '.switchboard-install'),
  node: join(folder, 'node_modules', '.bin', 'node'),
})
