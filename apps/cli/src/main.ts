import { enableCompileCache } from 'node:module'

enableCompileCache()
const { run } = await import('./run.ts')
const { Screen } = await import('./output/screen.ts')

process.exitCode = await run(process.argv.slice(2), {
  screen: new Screen(process.stdout, process.stderr),
  stdin: process.stdin,
  env: process.env,
})
