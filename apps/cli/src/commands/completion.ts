import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import { listServices } from '../api/services.ts'
import type { Cli } from '../cli.ts'

/** A shell that waits for TAB does not wait for a manager that is far away. */
const PATIENCE_MS = 1000

/** Adds `completion`, and what its scripts call. Answers a function to be called before a command line is parsed. */
export function addCompletion(program: Command, cli: Cli): (args: readonly string[]) => Promise<void> {
  const completion = tab(program, { completionCommandName: 'completion' })
  return async ([first]) => {
    if (first !== 'complete') return
    const names = await Promise.race([serviceNames(cli), later()])
    for (const command of completion.commands.values()) {
      for (const [name, argument] of command.arguments)
        if (name === 'service' || name === 'to')
          argument.handler = (propose) => names.forEach((it) => propose(it, ''))
    }
  }
}

/** Nobody there, or no right to ask: nothing to propose. */
async function serviceNames(cli: Cli): Promise<string[]> {
  try {
    return (await listServices(await cli.connect())).map(({ name }) => name)
  } catch {
    return []
  }
}

const later = () => new Promise<string[]>((resolve) => setTimeout(resolve, PATIENCE_MS, []).unref())
