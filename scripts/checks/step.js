import { availableParallelism } from 'node:os'
import { run } from '../setup/child.js'
import { program } from '../setup/paths.js'

/**
 * What a step of the test run found.
 * @typedef {{ passed: number, failed: number, skipped: number }} Findings
 */

/** @typedef {{ title: string, run: () => Promise<Findings> }} Step */

/** @typedef {Findings & { title: string, seconds: number }} Report */

/** @type {(ok: boolean) => Findings} */
export const oneFinding = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/**
 * A step that is one program, which passes by exit code 0. What it prints is shown when it fails.
 * @type {(title: string, name: string, args: string[]) => Step}
 */
export const programStep = (title, name, args) => ({
  title,
  run: async () => {
    const { code, output } = await run(program(name), args, { quiet: true })
    if (code !== 0) console.error(`\n— ${title}\n${output}`)
    return oneFinding(code === 0)
  },
})

/**
 * Runs a step and takes its time.
 * @param {Step} step
 * @returns {Promise<Report>}
 */
export async function runStep({ title, run }) {
  const start = performance.now()
  const findings = await run()
  return { ...findings, title, seconds: (performance.now() - start) / 1000 }
}

/**
 * Runs steps that do not disturb each other, in their order and as many at once as there are cores.
 * @param {readonly Step[]} steps
 * @param {() => boolean} mayGoOn asked before each step
 * @returns {Promise<Report[]>}
 */
export async function runSideBySide(steps, mayGoOn) {
  const waiting = [...steps]
  /** @type {Report[]} */
  const reports = []
  const worker = async () => {
    for (let step; mayGoOn() && (step = waiting.shift());) reports.push(await runStep(step))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return reports
}
