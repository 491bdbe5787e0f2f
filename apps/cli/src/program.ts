import { Command } from 'commander'
import about from '../package.json' with { type: 'json' }
import type { Cli } from './cli.ts'
import { addApply } from './commands/apply.ts'
import { addBackup } from './commands/backup.ts'
import { addCompletion } from './commands/completion.ts'
import { addConnections } from './commands/connections.ts'
import { addCreate } from './commands/create.ts'
import { addExport } from './commands/export.ts'
import { addFiles } from './commands/files.ts'
import { addHealth } from './commands/health.ts'
import { addKill } from './commands/kill.ts'
import { addLifecycle } from './commands/lifecycle.ts'
import { addLogin } from './commands/login.ts'
import { addLogs } from './commands/logs.ts'
import { addProtocols } from './commands/protocols.ts'
import { addSend } from './commands/send.ts'
import { addServices } from './commands/services.ts'
import { addTokens } from './commands/tokens.ts'
import { addUsers } from './commands/users.ts'

/** The order in which `switchboard --help` shows them. */
const COMMANDS: readonly ((program: Command, cli: Cli) => void)[] = [
  ...[addLogin, addServices, addCreate, addLifecycle, addApply, addConnections, addKill, addLogs, addSend],
  ...[addFiles, addExport, addBackup, addUsers, addTokens, addProtocols, addHealth, addCompletion],
]

const AFTERWORD = `
Services are named by name or id. A filter is written as in docs/filter.md; one that begins
with a dash stands behind --. SWITCHBOARD_URL and SWITCHBOARD_TOKEN come before what login keeps.

Exit codes: 0 done, 1 failed, 2 usage, 3 not signed in or not allowed, 4 not found,
5 conflict, 6 no manager can be reached, 7 busy: try again.`

/** The command line: every subcommand with its options. */
export function buildProgram(cli: Cli): Command {
  const program = new Command('switchboard')
    .description('Runs and watches small TCP, UDP and Unix-socket services on a Switchboard.')
    .version(about.version)
    .option('--json', 'print results as JSON, streams as one object a line')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void cli.screen.bytes(text),
      writeErr: (text) => cli.screen.note(text.trimEnd()),
    })
    .addHelpText('after', AFTERWORD)
    .exitOverride()
    .hook('preAction', () => void (cli.json = program.opts<{ json?: boolean }>().json === true))
  for (const add of COMMANDS) add(program, cli)
  return program
}
