import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Not in Node's default folder, which is in /tmp: whoever can write there could have code run here.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/node'))
const { run } = await import('./run.ts')
const { Screen } = await import('./output/screen.ts')

process.exitCode = await run(process.argv.slice(2), {
  screen: new Screen(process.stdout, process.stderr),
  stdin: process.stdin,
  env: process.env,
})
