// Generates the Prisma client. `prisma generate` looks for a schema engine, which it never starts, and would
// download it; naming any existing program keeps the network out of it.

import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
const { status } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
  cwd: import.meta.dirname,
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
