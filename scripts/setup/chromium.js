import { run } from './child.js'
import { findProgram, isProgram } from './find-program.js'
import { program } from './paths.js'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * The Chromium of this machine: CHROMIUM_PATH, then the PATH, then the one Playwright downloaded.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const candidates = [process.env.CHROMIUM_PATH, findProgram(...names), await downloaded()]
  return candidates.find((file) => file !== undefined && isProgram(file))
}

/**
 * Installs Chromium from the distribution where this process may do that, from Playwright's store otherwise.
 * @returns {Promise<string | undefined>} undefined where neither worked
 */
export async function installChromium() {
  console.log('Installing Chromium for the end-to-end tests …')
  if (mayUseApt()) await aptInstall('chromium')
  const installed = await findChromium()
  if (installed) return installed
  await run(program('playwright-core'), ['install', 'chromium'], { quiet: true })
  return await findChromium()
}

/** @param {string} name */
async function aptInstall(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { quiet: true, env })
  await run('apt-get', ['install', '-y', '--no-install-recommends', name], { quiet: true, env })
}

const mayUseApt = () => process.getuid?.() === 0 && findProgram('apt-get') !== undefined

/** Playwright comes with the packages, so it is loaded only once they are there. */
async function downloaded() {
  const { chromium } = await import('playwright-core')
  return chromium.executablePath()
}
