import { parseArgs } from 'node:util'

/** How the run is asked for on the command line. */
export type Settings = {
  rounds: number
  /** Of each load, in seconds. */
  seconds: number
  /** Names of the measurements; empty for all. */
  only: string[]
  json: boolean
  /** How the load ends its connections where it counts connects. */
  close: 'rst' | 'fin'
}

export class UsageError extends Error {}

export const usage = `npm run bench -- [options]
  --rounds <1–50>        rounds of each measurement, 5 where nothing is said
  --seconds <0.1–60>     length of each load, 1 where nothing is said
  --only <name>          this measurement only; may be repeated
  --close <rst|fin>      how the load ends connections: RST spares ports (default), FIN is what most clients do
  --json                 prints JSON instead of tables`

/** Throws UsageError with the option, its value and what is allowed. */
export function readSettings(words: string[], names: readonly string[]): Settings {
  const values = parse(words)
  for (const name of values.only)
    if (!names.includes(name)) refuse('only', name, `one of ${names.join(', ')}`)
  if (values.close !== 'rst' && values.close !== 'fin') refuse('close', values.close, 'rst or fin')
  return {
    rounds: inRange('rounds', values.rounds, 1, 50, Number.isInteger),
    seconds: inRange('seconds', values.seconds, 0.1, 60, Number.isFinite),
    only: values.only,
    json: values.json,
    close: values.close === 'fin' ? 'fin' : 'rst',
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        rounds: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '1' },
        only: { type: 'string', multiple: true, default: [] },
        close: { type: 'string', default: 'rst' },
        json: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`)
  }
}

type Check = (value: number) => boolean

function inRange(name: string, text: string, least: number, most: number, check: Check): number {
  const value = Number(text)
  if (text.trim() !== '' && check(value) && value >= least && value <= most) return value
  return refuse(name, text, `a number from ${least} to ${most}`)
}

function refuse(name: string, value: string, allowed: string): never {
  throw new UsageError(`--${name} is ${JSON.stringify(value)}: ${allowed} is allowed\n\n${usage}`)
}
