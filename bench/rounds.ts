import { judge, type Verdict } from './bar.ts'
import type { Figures } from './figure.ts'
import type { Contender, Measurement } from './measurement.ts'
import { LeftOut, type RunningPeer } from './peer.ts'
import type { Row } from './row.ts'

export type Result = {
  measurement: Measurement
  rows: Row[]
  verdicts: Verdict[]
}

type Entrant = { contender: Contender; row: Row; running: RunningPeer | null }

/** Called before each step of a run, with words for people. */
export type Progress = (step: string) => void

/** Measures every contender in every round, in turn (A B C A B C …): what the machine does meanwhile hits all alike. */
export async function runRounds(
  measurement: Measurement,
  rounds: number,
  progress: Progress,
): Promise<Result> {
  const entrants = measurement.contenders.map((contender) => entrantOf(contender))
  try {
    if (!measurement.startsAnew) await each(entrants, 'starting, warming up', progress, warmUp)
    for (let round = 1; round <= rounds; round++) {
      const measure = measurement.startsAnew ? measureNew : measureRunning
      await each(entrants, `round ${round} of ${rounds}`, progress, measure)
    }
    const verdicts = await checks(entrants, progress)
    const rows = entrants.map(({ row }) => row)
    return { measurement, rows, verdicts: [...measurement.bars.map((bar) => judge(bar, rows)), ...verdicts] }
  } finally {
    for (const entrant of entrants) await stop(entrant)
  }
}

function entrantOf(contender: Contender): Entrant {
  return { contender, row: { contender: contender.name, rounds: [], leftOut: null }, running: null }
}

type Step = (entrant: Entrant) => Promise<void>

/** A contender that cannot run here leaves the others alone. */
async function each(entrants: Entrant[], title: string, progress: Progress, step: Step): Promise<void> {
  for (const entrant of entrants) {
    if (entrant.row.leftOut !== null) continue
    progress(`${title}: ${entrant.contender.name}`)
    try {
      await step(entrant)
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error
      entrant.row.leftOut = error.message
    }
  }
}

const warmUp: Step = async (entrant) => {
  await measure(entrant, await start(entrant))
}

const measureRunning: Step = async (entrant) => {
  entrant.row.rounds.push(await measure(entrant, entrant.running ?? (await start(entrant))))
}

const measureNew: Step = async (entrant) => {
  entrant.row.rounds.push(await measure(entrant, await start(entrant)))
  await stop(entrant)
}

const measure = (entrant: Entrant, running: RunningPeer): Promise<Figures> =>
  entrant.contender.measure(running)

async function start(entrant: Entrant): Promise<RunningPeer> {
  entrant.running = await entrant.contender.start()
  return entrant.running
}

async function stop(entrant: Entrant): Promise<void> {
  await entrant.running?.stop()
  entrant.running = null
}

async function checks(entrants: Entrant[], progress: Progress): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const { contender, running } of entrants) {
    if (running === null || contender.check === undefined) continue
    progress(`checking: ${contender.name}`)
    verdicts.push(await contender.check(running))
  }
  return verdicts
}
