import type { ApiToken, ApiTokenInput, Role } from '@switchboard/contract'
import { ROLES } from '@switchboard/contract/roles'
import { Argument, type Command } from 'commander'
import { all } from '../api/pages.ts'
import { findService } from '../api/services.ts'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { parseCount } from '../input/duration.ts'
import type { Column } from '../output/table.ts'
import { visible } from '../output/visible.ts'

type Options = { service?: string[]; days?: number }

export function addTokens(program: Command, cli: Cli): void {
  const tokens = program.command('tokens').description('API tokens for programs')
  tokens
    .command('ls')
    .description('list the tokens; what they are is never shown again')
    .action(async () => {
      const { api } = await cli.connect()
      const items = await all<ApiToken>((query) => ok(api.GET('/api/v1/tokens', { params: { query } })))
      if (cli.json) return cli.screen.json(items)
      await cli.screen.table(COLUMNS, items)
    })
  addCreate(tokens, cli)
  tokens
    .command('rm')
    .description('delete a token: it ends at once')
    .argument('<id>', 'id of the token')
    .action(async (id: string) => {
      const { api } = await cli.connect()
      await ok(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }))
      if (cli.json) return cli.screen.json({ id, deleted: true })
      await cli.screen.line(`${visible(id)}: deleted`)
    })
}

function addCreate(tokens: Command, cli: Cli): void {
  tokens
    .command('create')
    .description('create a token, and print it this once')
    .argument('<name>', 'what it is for')
    .addArgument(new Argument('<role>', 'what it may do').choices(ROLES))
    .option(
      '-s, --service <service>',
      'only for this service: name or id; several times',
      (service, before: string[] = []) => [...before, service],
    )
    .option('--days <count>', 'good for so many days (default: for ever)', parseCount(1))
    .action(async (name: string, role: Role, { service, days }: Options) => {
      const board = await cli.connect()
      const found = await Promise.all((service ?? []).map((reference) => findService(board, reference)))
      const body: ApiTokenInput = {
        name,
        role,
        ...(service && { services: found.map(({ id }) => id) }),
        ...(days !== undefined && { expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() }),
      }
      const token = await ok(board.api.POST('/api/v1/tokens', { body }))
      if (cli.json) return cli.screen.json(token)
      cli.screen.note(`${token.id}: created as ${token.role}. It is shown this once:`)
      await cli.screen.line(visible(token.secret))
    })
}

const COLUMNS: readonly Column<ApiToken>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'NAME', value: ({ name }) => name },
  { title: 'ROLE', value: ({ role }) => role },
  {
    title: 'SERVICES',
    value: ({ services }) => (services === null ? 'all' : services.length),
    align: 'right',
  },
  { title: 'CREATED BY', value: ({ createdBy }) => createdBy },
  { title: 'LAST USED', value: ({ lastUsedAt }) => lastUsedAt },
  { title: 'EXPIRES', value: ({ expiresAt }) => expiresAt },
]
