import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pinnedEnvironment, root } from './paths.js'

/**
 * How a child ended. `output` is what it printed, where that was asked for.
 * @typedef {{ code: number, output: string, interrupted: boolean }} Ended
 */

/**
 * Runs a program in the root of the clone to its end. With `quiet` its output is collected instead of shown.
 * Signals wait for the child: the script never dies before what it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<Ended>}
 */
export async function run(command, args, { quiet = false, env = pinnedEnvironment() } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  const relay = relaySignals(child)
  const output = collect(child)
  try {
    const [code, signal] = await once(child, 'close')
    return { code: code ?? 1, output: output.text, interrupted: relay.interrupted || signal !== null }
  } catch (error) {
    return { code: 127, output: `${command} cannot be run: ${String(error)}`, interrupted: false }
  } finally {
    relay.end()
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function collect(child) {
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => (output.text += chunk))
  }
  return output
}

/** What comes twice within this time (milliseconds) was sent once: to the whole group, and passed on by npm. */
const SAME_SIGNAL_MS = 500

/**
 * Passes SIGTERM and SIGINT on. A terminal sends Ctrl-C to the whole group: the child has that already.
 * @param {import('node:child_process').ChildProcess} child
 */
function relaySignals(child) {
  let last = -Infinity
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    const alreadyThere = signal === 'SIGINT' && process.stdin.isTTY
    const now = performance.now()
    if (now - last < SAME_SIGNAL_MS) return
    if (!alreadyThere) child.kill(signal)
    last = now
  }
  process.on('SIGINT', pass).on('SIGTERM', pass)
  return {
    get interrupted() {
      return last > 0
    },
    end() {
      process.off('SIGINT', pass).off('SIGTERM', pass)
    },
  }
}
