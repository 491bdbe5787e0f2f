import type { Command } from 'commander'
import { ok, Switchboard } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import type { Login } from '../config/config-file.ts'
import { needsCode, signIn, signOut, type Credentials } from '../config/sign-in.ts'
import { DEFAULT_URL, isInClear, parseUrl } from '../config/target.ts'
import { Failure, UsageFailure } from '../failure.ts'
import { ask, askSecretly } from '../input/ask.ts'
import { readAll } from '../input/standard-input.ts'
import { visible } from '../output/visible.ts'

type Options = { username?: string; withToken?: boolean; passwordStdin?: boolean }

export function addLogin(program: Command, cli: Cli): void {
  program
    .command('login')
    .description('keep the address of a manager and the right to call it, in a file for you only')
    .argument('[url]', 'address of the manager (default: SWITCHBOARD_URL, or asked for)')
    .option('--username <name>', 'who signs in (default: asked for)')
    .option('--password-stdin', 'read the password, and on a second line the code, from standard input')
    .option('--with-token', 'read an API token from standard input instead')
    .action(async (url: string | undefined, options: Options) => {
      const login = await obtain(cli, await addressOf(cli, url), options)
      const session = await whoAmI(new Switchboard(login))
      const before = await cli.config.read().catch(() => null)
      await cli.config.write(login)
      if (before) await signOut(before).catch((error: unknown) => tellLeft(cli, error))
      if (cli.env['SWITCHBOARD_TOKEN'])
        cli.screen.note('switchboard: SWITCHBOARD_TOKEN is set, and comes before this login.')
      await report(cli, login.url, session)
    })
  program
    .command('logout')
    .description('forget it, and end the token or session that login made')
    .action(async () => {
      const login = await cli.config.read()
      if (login) await signOut(login).catch((error: unknown) => tellLeft(cli, error))
      await cli.config.remove()
      if (cli.json) await cli.screen.json({ loggedOut: login !== null })
      else await cli.screen.line(login ? `Logged out of ${login.url}.` : 'Nobody was logged in.')
    })
  program
    .command('whoami')
    .description('tell who calls, with which role')
    .action(async () => {
      const board = await cli.connect()
      await report(cli, board.url, await whoAmI(board))
    })
}

async function addressOf(cli: Cli, url: string | undefined): Promise<string> {
  const given = url ?? cli.env['SWITCHBOARD_URL']
  const answer = given ?? (cli.stdin.isTTY ? await ask(cli, `Address of the manager [${DEFAULT_URL}]: `) : '')
  const address = parseUrl(
    answer.trim() || DEFAULT_URL,
    url === undefined ? 'SWITCHBOARD_URL' : 'The address',
  )
  if (isInClear(address))
    cli.screen.note(`switchboard: what goes to ${address} can be read on the way: use https or a tunnel.`)
  return address
}

async function obtain(
  cli: Cli,
  url: string,
  { username, withToken, passwordStdin }: Options,
): Promise<Login> {
  if (withToken && (username !== undefined || passwordStdin))
    throw new UsageFailure('--with-token takes neither a name nor a password.')
  if (withToken) return { url, token: oneLine(await readAll(cli.stdin)) }
  const name = username ?? (await ask(cli, 'Username (empty: an API token instead): '))
  if (name.trim() === '') return { url, token: oneLine(await askSecretly(cli, 'API token: ')) }
  return passwordStdin ? await fromInput(cli, url, name) : await fromTerminal(cli, url, name)
}

async function fromInput(cli: Cli, url: string, username: string): Promise<Login> {
  const [password = '', code = ''] = (await readAll(cli.stdin)).split(/\r?\n/)
  return await signIn(url, { username, password, ...(code !== '' && { code }) })
}

async function fromTerminal(cli: Cli, url: string, username: string): Promise<Login> {
  const credentials: Credentials = { username, password: await askSecretly(cli, 'Password: ') }
  try {
    return await signIn(url, credentials)
  } catch (error) {
    if (!needsCode(error)) throw error
    return await signIn(url, { ...credentials, code: (await ask(cli, 'Code of the second factor: ')).trim() })
  }
}

function oneLine(text: string): string {
  const token = text.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new UsageFailure('A token is one line without blanks.')
}

const whoAmI = async ({ api }: Switchboard) => ok(api.GET('/api/v1/session'))

async function report(
  { json, screen }: Cli,
  url: string,
  session: Awaited<ReturnType<typeof whoAmI>>,
): Promise<void> {
  if (json) return screen.json({ url, ...session })
  const { name, role, services, expiresAt } = session
  const bounds = [
    ...(services ? [`only ${services.length} ${services.length === 1 ? 'service' : 'services'}`] : []),
    ...(expiresAt ? [`until ${expiresAt}`] : []),
  ]
  await screen.line(visible([`${name}, ${role}, at ${url}`, ...bounds].join(', ')))
}

function tellLeft({ screen }: Cli, error: unknown): void {
  if (!(error instanceof Failure)) throw error
  screen.note(`switchboard: the token or session of before stays valid at the manager. ${error.message}`)
}
