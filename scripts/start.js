// npm start: installs and builds what is missing, then runs the manager in the foreground.

import { run } from './setup/child.js'
import { pinnedNode } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

await prepareOrExit(['generate', 'build'])
const { code } = await run(pinnedNode, ['apps/api/src/server.ts'])
process.exit(code)
