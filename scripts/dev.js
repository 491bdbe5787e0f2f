// npm run dev: the manager and the dashboard's development server together, both reload on change.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pinnedEnvironment, pinnedNode, program, root } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

await prepareOrExit(['generate'])

const children = [
  start('manager', pinnedNode, ['--watch', '--watch-preserve-output', 'apps/api/src/server.ts']),
  start('web', program('vite'), ['apps/web', '--clearScreen', 'false']),
]
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stopAll)

await Promise.race(children.map((child) => once(child, 'close')))
stopAll()
await Promise.all(children.map(ended))

/** @type {(name: string, command: string, args: string[]) => import('node:child_process').ChildProcess} */
function start(name, command, args) {
  const env = { ...pinnedEnvironment(), FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const prefix = `${name.padEnd(7)} │ `
  createInterface({ input: child.stdout }).on('line', (line) => console.log(prefix + line))
  createInterface({ input: child.stderr }).on('line', (line) => console.error(prefix + line))
  return child
}

function stopAll() {
  for (const child of children) child.kill('SIGTERM')
}

/** @param {import('node:child_process').ChildProcess} child */
async function ended(child) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
}
