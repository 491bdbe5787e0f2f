// npm run bench: installs what is missing, then measures Switchboard beside its peers. `npm run bench -- --only echo`.
// npm run bench -- find: a journal of ten million entries instead; -- feed: the live feed;
// -- dashboard: the live log in Chromium; -- services: the list of 1,000 services there.

import { run } from './setup/child.js'
import { pinnedNode } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

console.log = console.error // stdout is for the report, which may be JSON
await prepareOrExit(['generate', 'build'])
const args = process.argv.slice(2)
const [name = ''] = args
const program = /^(find|feed|dashboard|services)$/.test(name)
  ? [`bench/${name}/run.ts`, ...args.slice(1)]
  : ['bench/run.ts', ...args]
const { code } = await run(pinnedNode, program)
process.exit(code)
