// npm test: every check there is, from lint to stories in a browser. `npm test -- <filter>` runs matching tests only.

import { runEndToEnd } from './checks/end-to-end.js'
import { oneFinding, programStep, runSideBySide, runStep } from './checks/step.js'
import { runVitest } from './checks/vitest.js'
import { prepare, SetupFailure } from './setup/prepare.js'
import { runTasks } from './setup/turbo.js'

/**
 * They read, and the build writes where none of them reads: side by side, the longest first.
 * @type {import('./checks/step.js').Step[]}
 */
const ofSources = [
  programStep('Lint', 'eslint', ['.']),
  programStep('Types of the dashboard', 'svelte-check', [
    '--workspace',
    'apps/web',
    '--tsconfig',
    './tsconfig.json',
  ]),
  programStep('Types of manager and engines', 'tsc', ['-p', 'tsconfig.server.json']),
  programStep('Types of command line, tests and scripts', 'tsc', []),
  programStep('Format', 'prettier', ['--check', '--log-level=warn', '.']),
  { title: 'Build of the dashboard', run: build },
]

/** They have the machine for themselves. @type {import('./checks/step.js').Step[]} */
const ofBehaviour = [
  { title: 'Unit and integration tests', run: () => runVitest(['--project=unit']) },
  { title: 'End-to-end stories', run: runEndToEnd },
]

const filters = process.argv.slice(2)

let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (interrupted = true))
const mayGoOn = () => !interrupted

const total = await runAll()
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)

async function runAll() {
  try {
    await prepare(['generate', 'client'])
    return filters.length > 0 ? await runVitest(filters) : await runEverything()
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    console.error(error.message)
    return oneFinding(false)
  }
}

async function runEverything() {
  console.log('\n— Lint, format, types and build')
  const reports = await runSideBySide(ofSources, mayGoOn)
  for (const step of ofBehaviour) {
    if (!mayGoOn()) break
    console.log(`\n— ${step.title}`)
    reports.push(await runStep(step))
  }
  console.log(`\n${reports.map(lineOf).join('\n')}`)
  return {
    passed: reports.reduce((sum, { passed }) => sum + passed, 0),
    failed: reports.reduce((sum, { failed }) => sum + failed, 0),
  }
}

async function build() {
  const { code, output } = await runTasks(['build'])
  if (code !== 0) console.error(output)
  return oneFinding(code === 0)
}

/** @param {import('./checks/step.js').Report} report */
function lineOf({ title, seconds, passed, failed, skipped }) {
  const rest = skipped > 0 ? `, ${skipped} skipped` : ''
  const mark = failed > 0 ? '✗' : '✓'
  return `${mark} ${seconds.toFixed(1).padStart(6)} s  ${title}: ${passed} ok, ${failed} not ok${rest}`
}
