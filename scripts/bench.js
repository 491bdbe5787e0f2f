// npm run bench: installs what is missing, then measures Switchboard beside its peers. `npm run bench -- --only echo`.

import { run } from './setup/child.js'
import { pinnedNode } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

console.log = console.error // stdout is for the report, which may be JSON
await prepareOrExit(['generate'])
const { code } = await run(pinnedNode, ['bench/run.ts', ...process.argv.slice(2)])
process.exit(code)
