import { run } from '../setup/child.js'
import { program } from '../setup/paths.js'

/**
 * What a step of the test run found.
 * @typedef {{ passed: number, failed: number, skipped: number }} Findings
 */

/** @typedef {{ title: string, run: () => Promise<Findings> }} Step */

/** @type {(ok: boolean) => Findings} */
export const oneFinding = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/**
 * A step that is one program, which passes by exit code 0.
 * @type {(title: string, name: string, args: string[]) => Step}
 */
export const programStep = (title, name, args) => ({
  title,
  run: async () => oneFinding((await run(program(name), args)).code === 0),
})
