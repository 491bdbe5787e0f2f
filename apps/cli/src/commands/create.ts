import type { ListenAddress, ServiceInput } from '@switchboard/contract'
import { Option, type Command } from 'commander'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { UsageFailure } from '../failure.ts'
import { InputDocument } from '../input/document.ts'
import { listenAddresses } from '../input/listen-address.ts'
import { settings, withSettings, type Setting } from '../input/setting.ts'
import { tell } from './lifecycle.ts'

type Options = {
  from?: string
  protocol?: string
  listen?: ListenAddress[]
  description?: string
  tag?: string[]
  set?: Setting[]
  start?: boolean
  output?: 'json'
}

export function addCreate(program: Command, cli: Cli): void {
  program
    .command('create')
    .description('create a service')
    .argument('[name]', 'its name')
    .option('-p, --protocol <id>', 'what it speaks; "switchboard protocols" lists them')
    .option(
      '-l, --listen <address>',
      'such as tcp:7007, udp:0.0.0.0:7007 or unix:echo.sock; several times',
      listenAddresses,
    )
    .option('--description <text>', 'what it is for')
    .option('--tag <tag>', 'a word to find it by; several times', (tag, before: string[] = []) => [
      ...before,
      tag,
    ])
    .option(
      '--set <setting=value>',
      'any other setting, such as limits.maxConnections=10; several times',
      settings,
    )
    .option('--from <file>', 'YAML or JSON with the settings; - is standard input. Options come before it')
    .option('--start', 'start it at once')
    .addOption(new Option('-o, --output <format>', 'the same as --json').choices(['json']))
    .action(async (name: string | undefined, options: Options) => {
      if (options.output) cli.json = true
      const body = await inputOf(cli, name, options)
      const { api } = await cli.connect()
      const service = await ok(api.POST('/api/v1/services', { body }))
      if (service.state === 'failed') cli.exitCode = EXIT.failed
      await (cli.json ? cli.screen.json(service) : tell(cli, service))
    })
}

/** What is missing or wrong beyond what must be there is for the API to say. */
async function inputOf(cli: Cli, name: string | undefined, options: Options): Promise<ServiceInput> {
  const { from, protocol, listen, description, tag, set = [], start } = options
  const written = from === undefined ? {} : (await InputDocument.read(cli, from)).value
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    throw new UsageFailure(`${from} must hold the settings of one service; "apply" takes several.`)
  const flags = {
    ...(name !== undefined && { name }),
    ...(protocol !== undefined && { protocol }),
    ...(listen && { listen }),
    ...(description !== undefined && { description }),
    ...(tag && { tags: tag }),
    ...(start && { desired: 'running' }),
  }
  const input = withSettings({ ...written, ...flags }, set)
  for (const [key, remedy] of NEEDED)
    if (!(key in input)) throw new UsageFailure(`The service has no ${key}: ${remedy}, or --from a file.`)
  return input as ServiceInput
}

const NEEDED = [
  ['name', 'name it behind "create"'],
  ['protocol', 'add --protocol, such as --protocol echo'],
  ['listen', 'add --listen, such as --listen tcp:7007'],
] as const
