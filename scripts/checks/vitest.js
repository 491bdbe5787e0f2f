import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../setup/child.js'
import { pinnedEnvironment, program } from '../setup/paths.js'

/**
 * Runs Vitest, shows what it prints and counts its tests. A file that cannot be loaded, an error outside any test and
 * a run without tests count as one failure.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<import('./step.js').Findings>}
 */
export async function runVitest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-report-'))
  const report = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const environment = { ...pinnedEnvironment(), ...env }
    const { code } = await run(program('vitest'), ['run', ...reporters, ...args], { env: environment })
    return count(report, code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @type {(report: string, code: number) => import('./step.js').Findings} */
function count(report, code) {
  const counts = readCounts(report)
  const unexplained = counts.failed === 0 && (code !== 0 || counts.passed === 0)
  return unexplained ? { ...counts, failed: 1 } : counts
}

/**
 * @param {string} report
 * @returns {import('./step.js').Findings}
 */
function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
