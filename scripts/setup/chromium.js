import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './child.js'
import { program } from './paths.js'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * The Chromium of this machine: CHROMIUM_PATH, then the PATH, then the one Playwright downloaded.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const candidates = [process.env.CHROMIUM_PATH, ...onPath(), await downloaded()]
  return candidates.find((file) => file !== undefined && isProgram(file))
}

/**
 * Installs Chromium from the distribution where this process may do that, from Playwright's store otherwise.
 * @returns {Promise<string | undefined>} undefined where neither worked
 */
export async function installChromium() {
  console.log('Installing Chromium for the end-to-end tests …')
  if (mayUseApt()) await aptInstall(['chromium'])
  const installed = await findChromium()
  if (installed) return installed
  await run(program('playwright-core'), ['install', 'chromium'], { quiet: true })
  return await findChromium()
}

/** @param {string[]} packages */
async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { quiet: true, env })
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { quiet: true, env })
}

const mayUseApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

const onPath = () =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))

/** Playwright comes with the packages, so it is loaded only once they are there. */
async function downloaded() {
  const { chromium } = await import('playwright-core')
  return chromium.executablePath()
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
