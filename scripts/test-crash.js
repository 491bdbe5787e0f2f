// npm run test:crash: manager and engines are killed a hundred times at random moments under load; what was shown or
// acknowledged has to be there afterwards. `npm run test:crash -- 1000` kills a thousand times.

import { run } from './setup/child.js'
import { pinnedEnvironment, program } from './setup/paths.js'
import { prepareOrExit } from './setup/prepare.js'

const [kills = '100'] = process.argv.slice(2)
if (!/^[1-9]\d{0,4}$/.test(kills)) {
  console.error(`How many kills is ${JSON.stringify(kills)}: a whole number from 1 to 99999 is allowed`)
  process.exit(1)
}
await prepareOrExit(['generate'])
const env = { ...pinnedEnvironment(), FAULTS: 'full', CRASH_KILLS: kills }
const args = ['run', '--config=test/faults/vitest.config.ts', 'crash']
const { code } = await run(program('vitest'), args, { env })
process.exit(code)
