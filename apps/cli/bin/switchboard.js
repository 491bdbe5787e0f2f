#!/usr/bin/env node
// The `switchboard` command. Under an older Node than the pinned one it hands over to that, like the scripts do.

import '../../../scripts/setup/node-version.js'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { pinnedEnvironment, pinnedNode } from '../../../scripts/setup/paths.js'

const main = new URL('../src/main.ts', import.meta.url)
const RUNS_TYPESCRIPT = 24

if (Number(process.versions.node.split('.')[0]) >= RUNS_TYPESCRIPT) await import(main.href)
else if (existsSync(pinnedNode)) process.exitCode = await handOver()
else {
  process.stderr.write('Switchboard is not installed in this clone yet: run "npm ci" or "npm start" once.\n')
  process.exitCode = 1
}

/** Signals from a terminal reach the child too; others are passed on. */
async function handOver() {
  const args = [fileURLToPath(main), ...process.argv.slice(2)]
  const child = spawn(pinnedNode, args, { stdio: 'inherit', env: pinnedEnvironment() })
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code, signal] = await once(child, 'close')
  return signal ? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)] : code
}
