// npm run certificate: installs what is missing, then makes a self-signed certificate in the data directory.

import { run } from './setup/child.js'
import { pinnedNode } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

await prepareOrExit([])
const { code } = await run(pinnedNode, ['apps/api/src/certificate.ts'])
process.exit(code)
