import { CommanderError } from 'commander'
import { Cli, type Surroundings } from './cli.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { ApiFailure, Failure } from './failure.ts'
import { visibleJson } from './output/visible.ts'
import { buildProgram } from './program.ts'

/** Runs the command with these arguments. Answers the exit code, and never throws what a user can cause. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const cli = new Cli(surroundings)
  try {
    await buildProgram(cli).parseAsync(args, { from: 'user' })
    return cli.exitCode
  } catch (error) {
    const exitCode = tell(cli, error)
    if (exitCode === EXIT.denied && args[0] !== 'login' && !cli.json) cli.screen.note(REMEDY)
    return exitCode
  }
}

const REMEDY =
  'Who calls is told by "switchboard whoami"; "switchboard login", or SWITCHBOARD_TOKEN, makes it somebody else.'

function tell({ screen, json }: Cli, error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage // it has said why
  if (!(error instanceof Failure)) throw error
  if (json) screen.note(visibleJson(error instanceof ApiFailure ? error.problem : { detail: error.message }))
  else screen.note(`switchboard: ${error.message}`)
  return error.exitCode
}
