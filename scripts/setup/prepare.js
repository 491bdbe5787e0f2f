import './node-version.js'
import { installPackages, packagesAreCurrent } from './packages.js'
import { runTasks } from './turbo.js'

const noticeAfterMs = 400
const shownLines = 20

/** The clone cannot be brought to run; the message names the remedy. */
export class SetupFailure extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode
   */
  constructor(message, exitCode) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * Brings the clone to where its programs run: packages installed, then the tasks of turbo.json done. What is current
 * stays as it is.
 * @param {readonly string[]} tasks
 * @throws {SetupFailure}
 */
export async function prepare(tasks) {
  if (!packagesAreCurrent()) await install()
  if (tasks.length > 0) await build(tasks)
}

/**
 * The same for a script that can do nothing without it: says why and ends the process.
 * @param {readonly string[]} tasks
 */
export async function prepareOrExit(tasks) {
  try {
    await prepare(tasks)
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    console.error(error.message)
    process.exit(error.exitCode)
  }
}

async function install() {
  console.log('Installing packages (about 30 s the first time) …')
  const { code, output, interrupted } = await installPackages()
  if (interrupted) throw new SetupFailure('Stopped. The next start installs the packages again.', 130)
  if (code === 0) return
  const remedy = 'Installing the packages failed. Is the npm registry reachable (npm ping)? Then start again.'
  throw new SetupFailure(`${lastLines(output)}\n${remedy}`, 1)
}

/** @param {readonly string[]} tasks */
async function build(tasks) {
  const notice = setTimeout(() => console.log('Building what has changed …'), noticeAfterMs)
  const { code, output, interrupted } = await runTasks(tasks)
  clearTimeout(notice)
  if (interrupted) throw new SetupFailure('Stopped.', 130)
  if (code === 0) return
  const remedy = `Building failed. "npx turbo run ${tasks.join(' ')}" shows the whole output.`
  throw new SetupFailure(`${lastLines(output)}\n${remedy}`, 1)
}

/** @param {string} text */
const lastLines = (text) => text.trimEnd().split('\n').slice(-shownLines).join('\n')
