import type { Role, User } from '@switchboard/contract'
import { ROLES } from '@switchboard/contract/roles'
import { Argument, type Command } from 'commander'
import { all } from '../api/pages.ts'
import { ok, type Switchboard } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { Failure, UsageFailure } from '../failure.ts'
import { askSecretly } from '../input/ask.ts'
import { nearest } from '../input/nearest.ts'
import { readAll } from '../input/standard-input.ts'
import type { Column } from '../output/table.ts'
import { visible } from '../output/visible.ts'

export function addUsers(program: Command, cli: Cli): void {
  const users = program.command('users').description('who may sign in')
  users
    .command('ls')
    .description('list the users')
    .action(async () => {
      const list = await listUsers(await cli.connect())
      if (cli.json) return cli.screen.json(list)
      await cli.screen.table(COLUMNS, list)
    })
  users
    .command('create')
    .description('create a user; the password is asked for')
    .argument('<username>', 'letters, digits and ._@-')
    .addArgument(new Argument('<role>', 'what the user may do').choices(ROLES))
    .option('--password-stdin', 'read the password from standard input')
    .action(async (username: string, role: Role, { passwordStdin }: { passwordStdin?: boolean }) => {
      const password = passwordStdin ? firstLine(await readAll(cli.stdin)) : await newPassword(cli)
      const { api } = await cli.connect()
      const user: User = await ok(api.POST('/api/v1/users', { body: { username, password, role } }))
      if (cli.json) return cli.screen.json(user)
      await cli.screen.line(visible(`${user.username}: created as ${user.role}`))
    })
  users
    .command('rm')
    .description('delete a user, and end all of its sessions')
    .argument('<user>', 'username or id')
    .action(async (reference: string) => {
      const board = await cli.connect()
      const { id, username } = pick(await listUsers(board), reference)
      await ok(board.api.DELETE('/api/v1/users/{id}', { params: { path: { id } } }))
      if (cli.json) return cli.screen.json({ id, username, deleted: true })
      await cli.screen.line(visible(`${username}: deleted`))
    })
}

const listUsers = ({ api }: Switchboard): Promise<User[]> =>
  all<User>((query) => ok(api.GET('/api/v1/users', { params: { query } })))

function pick(users: readonly User[], reference: string): User {
  const name = reference.toLowerCase()
  const found = users.find(({ id, username }) => id === reference || username.toLowerCase() === name)
  if (found) return found
  const near = nearest(
    reference,
    users.map(({ username }) => username),
  )
  const remedy = near ? `Did you mean ${near}?` : '"switchboard users ls" lists them.'
  throw new Failure(`There is no user ${JSON.stringify(reference)}. ${remedy}`, EXIT.notFound)
}

async function newPassword(cli: Cli): Promise<string> {
  const password = await askSecretly(cli, 'Password: ')
  if ((await askSecretly(cli, 'Once more: ')) === password) return password
  throw new UsageFailure('The two are not the same.')
}

const firstLine = (text: string) => text.split(/\r?\n/)[0] ?? ''

const COLUMNS: readonly Column<User>[] = [
  { title: 'USERNAME', value: ({ username }) => username },
  { title: 'ROLE', value: ({ role }) => role },
  { title: 'SECOND FACTOR', value: ({ secondFactor }) => (secondFactor ? 'yes' : 'no') },
  { title: 'SESSIONS', value: ({ sessions }) => sessions, align: 'right' },
  { title: 'LAST SEEN', value: ({ lastSeenAt }) => lastSeenAt },
  { title: 'ID', value: ({ id }) => id },
]
