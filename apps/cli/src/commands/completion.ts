import { Argument, type Command } from 'commander'
import { listServices } from '../api/services.ts'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { candidatesFor, type Proposal } from '../completion/candidates.ts'
import { SCRIPTS, type Shell } from '../completion/scripts.ts'
import { visible } from '../output/visible.ts'

/** A shell that waits for TAB does not wait for a manager that is far away. */
const PATIENCE_MS = 1000

export function addCompletion(program: Command, cli: Cli): void {
  program
    .command('completion')
    .description('print what a shell has to read to complete this command')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
    .action((shell: Shell) => cli.screen.bytes(SCRIPTS[shell]))
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const { candidates, kind } = candidatesFor(program, words)
      const named = kind ? await Promise.race([names(cli, kind), nothing()]) : []
      const all = [...candidates, ...named.map((value) => ({ value, description: '' }))]
      for (const { value, description } of all)
        await cli.screen.line(`${visible(value)}\t${visible(description)}`)
    })
}

/** Nobody there, or no right to ask: nothing to propose. */
async function names(cli: Cli, kind: NonNullable<Proposal['kind']>): Promise<string[]> {
  try {
    const board = await cli.connect()
    if (kind === 'service') return (await listServices(board)).map(({ name }) => name)
    return (await ok(board.api.GET('/api/v1/protocols'))).map(({ id }) => id)
  } catch {
    return []
  }
}

const nothing = () => new Promise<string[]>((resolve) => setTimeout(resolve, PATIENCE_MS, []).unref())
