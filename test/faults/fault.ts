import { test, type TestContext } from 'vitest'
import { openScene, sharedScene, type Scene } from './scene.ts'

/** What is provoked and what should come of it; `row` sorts the table. */
export type Fault = { row: number; what: string; expected: string }

declare module 'vitest' {
  interface TaskMeta {
    fault?: Fault & { figure: string }
  }
}

/** `npm run test:faults` takes the numbers of the table, `npm test` small ones. */
export const isFull = process.env.FAULTS === 'full'
export const size = (quick: number, full: number) => (isFull ? full : quick)

/** Whether this is a network namespace of our own, where nothing can reach anybody else. */
export const isOwnNetwork = process.env.FAULTS_NETWORK === 'own'

const LONGEST_MS = 600_000

/** A row of the table. `provoke` answers the figure, in words. */
export function row(fault: Fault, provoke: (context: TestContext) => Promise<string>): void {
  test(`${fault.row}: ${fault.what}`, { timeout: LONGEST_MS }, async (context) => {
    const { meta } = context.task
    meta.fault = { ...fault, figure: '' }
    meta.fault.figure = await provoke(context)
  })
}

/** The table's figures are those of a fresh manager. */
const theScene = isFull ? openScene : sharedScene()

/** A row played against a manager process, which has to be unharmed afterwards. */
export function managerRow(
  fault: Fault,
  provoke: (scene: Scene, context: TestContext) => Promise<string>,
): void {
  row(fault, async (context) => {
    const scene = await theScene()
    const figure = await provoke(scene, context)
    await scene.unharmed()
    return figure
  })
}
