// npm run test:fuzz: every parser with ten times as many inputs as in npm test, at least a million each.
// SWITCHBOARD_FUZZ_FACTOR=100 tries a hundred times as many; `npm run test:fuzz -- framing` runs the files whose name contains this.

import { runVitest } from './checks/vitest.js'
import { prepareOrExit } from './setup/prepare.js'

await prepareOrExit(['generate'])
const filters = process.argv.slice(2)
const files = filters.length > 0 ? filters.map((filter) => `${filter}.fuzz`) : ['.fuzz.test']
const env = { SWITCHBOARD_FUZZ_FACTOR: process.env.SWITCHBOARD_FUZZ_FACTOR ?? '10' }
const { passed, failed } = await runVitest(['--project=unit', ...files], env)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
