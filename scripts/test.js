// npm test: every check there is, from lint to stories in a browser. `npm test -- <filter>` runs matching tests only.

import { runEndToEnd } from './checks/end-to-end.js'
import { oneFinding, programStep } from './checks/step.js'
import { runVitest } from './checks/vitest.js'
import { prepare, SetupFailure } from './setup/prepare.js'
import { runTasks } from './setup/turbo.js'

/** @type {import('./checks/step.js').Step[]} */
const everything = [
  programStep('Lint', 'eslint', ['.']),
  programStep('Format', 'prettier', ['--check', '--log-level=warn', '.']),
  { title: 'Types of the workspaces', run: () => task('typecheck') },
  programStep('Types of the scripts', 'tsc', []),
  { title: 'Unit and integration tests', run: () => runVitest(['--project=unit']) },
  { title: 'Build of the dashboard', run: () => task('build') },
  { title: 'End-to-end stories', run: runEndToEnd },
]

const filters = process.argv.slice(2)
const steps = filters.length > 0 ? [{ title: 'Tests', run: () => runVitest(filters) }] : everything

let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (interrupted = true))

const total = await runAll()
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)

async function runAll() {
  try {
    await prepare(['generate'])
    return await runSteps()
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    console.error(error.message)
    return oneFinding(false)
  }
}

async function runSteps() {
  const total = { passed: 0, failed: 0 }
  const summary = []
  for (const { title, run } of steps) {
    if (interrupted) break
    console.log(`\n— ${title}`)
    const start = performance.now()
    const { passed, failed, skipped } = await run()
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6)
    summary.push(`${failed > 0 ? '✗' : '✓'} ${seconds} s  ${title}: ${describe({ passed, failed, skipped })}`)
    total.passed += passed
    total.failed += failed
  }
  console.log(`\n${summary.join('\n')}`)
  return total
}

/** @param {import('./checks/step.js').Findings} findings */
function describe({ passed, failed, skipped }) {
  const rest = skipped > 0 ? `, ${skipped} skipped` : ''
  return `${passed} ok, ${failed} not ok${rest}`
}

/** @param {string} name */
async function task(name) {
  const { code, output } = await runTasks([name])
  if (code !== 0) console.error(output)
  return oneFinding(code === 0)
}
