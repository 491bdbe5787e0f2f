// npm run dev: the manager and the dashboard's development server together, both reload on change.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pinnedEnvironment, pinnedNode, program, root } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

await prepareOrExit(['generate'])

const children = [
  start(pinnedNode, ['--watch', '--watch-preserve-output', 'apps/api/src/server.ts'], 'inherit'),
  prefixed('web │ ', start(program('vite'), ['apps/web', '--clearScreen', 'false'], 'pipe')),
]
process.on('SIGTERM', stopAll)
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) stopAll() // a terminal's Ctrl-C has reached the children too
})

await Promise.race(children.map((child) => once(child, 'close')))
stopAll()
await Promise.all(children.map(ended))

/** @type {(command: string, args: string[], output: 'inherit' | 'pipe') => import('node:child_process').ChildProcess} */
function start(command, args, output) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  return spawn(command, args, {
    cwd: root,
    env: { ...pinnedEnvironment(), ...colour },
    stdio: ['ignore', output, output],
  })
}

/** @type {(prefix: string, child: import('node:child_process').ChildProcess) => import('node:child_process').ChildProcess} */
function prefixed(prefix, child) {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => console.log(prefix + line))
  }
  return child
}

function stopAll() {
  for (const child of children) child.kill('SIGTERM')
}

/** @param {import('node:child_process').ChildProcess} child */
async function ended(child) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
}
