// npm run test:faults: provokes the faults and attacks of test/faults/ in full size and prints a table of figures.
// `npm run test:faults -- storm` runs the files whose name contains this.

import { run } from './setup/child.js'
import { findProgram } from './setup/find-program.js'
import { pinnedEnvironment, program } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

// Room for many ports, so that a storm is not a test of the client's own.
const INSIDE =
  'ip link set lo up && (echo "1024 65000" > /proc/sys/net/ipv4/ip_local_port_range) 2>/dev/null; exec "$@"'

await prepareOrExit(['generate'])
const own = await ownNetwork()
if (!own) console.log('No network namespace of our own is allowed here: rows that need one are skipped.')
const [command = '', ...args] = [
  ...(own ?? []),
  ...[program('vitest'), 'run', '--config=test/faults/vitest.config.ts', ...process.argv.slice(2)],
]
const env = { ...pinnedEnvironment(), FAULTS: 'full', ...(own && { FAULTS_NETWORK: 'own' }) }
const { code } = await run(command, args, { env })
process.exit(code)

/** The command that runs a command in a network of its own, with nothing but loopback; null where that is not allowed. */
async function ownNetwork() {
  const [unshare, sh] = [findProgram('unshare'), findProgram('sh')]
  if (!unshare || !sh || !findProgram('ip')) return null
  const command = [unshare, '--net', sh, '-c', INSIDE, 'sh']
  const { code } = await run(unshare, [...command.slice(1), 'true'], { quiet: true })
  return code === 0 ? command : null
}
