// npm run screenshots: takes the pictures of the README anew, from a real manager with real traffic.

import { run } from './setup/child.js'
import { pinnedNode } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

await prepareOrExit(['generate', 'build'])
const { code } = await run(pinnedNode, ['scripts/screenshots/take.ts'])
process.exit(code)
