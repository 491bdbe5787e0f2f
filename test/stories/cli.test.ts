import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { JournalEntry } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { startManager, type Manager } from '../support/manager.ts'
import { freePort } from '../support/port.ts'
import { netcat } from '../support/netcat.ts'
import { aManager, sharedManager, temporaryFolder } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'
import { SwitchboardCommand, switchboardCommand } from '../support/switchboard-command.ts'

const theManager = sharedManager()

const commandFor = ({ url, token }: Manager, more: Record<string, string> = {}) =>
  new SwitchboardCommand({ SWITCHBOARD_URL: url, SWITCHBOARD_TOKEN: token, ...more })

test('the life of a service by command alone, under the Node of the machine', async () => {
  const manager = await theManager()
  const port = await freePort()
  // Without the pinned Node in front, as in a shell of the user's.
  const command = commandFor(manager, {
    PATH: (process.env['PATH'] ?? '').replaceAll(/[^:]*node_modules[^:]*:/g, ''),
  })
  expect(await command.out('create', 'lab', '-p', 'echo', '-l', `tcp:${port}`, '--start')).toBe(
    `lab: running on tcp 127.0.0.1:${port}\n`,
  )
  expect(await netcat('hello', port)).toBe('hello')
  expect(await command.out('send', 'lab', 'hello')).toBe('hello')
  expect(await command.out('ls')).toMatch(/^NAME .*\nlab +echo +running +tcp 127\.0\.0\.1:\d+ .*\n$/)
  expect(await command.out('stop', 'lab', '--drain', '1s')).toBe('lab: stopped\n')
  expect(await command.run('start', 'lba')).toMatchObject({ code: 4, err: expect.stringContaining('"lab"') })
  expect(await command.out('rm', 'lab')).toBe('lab: deleted\n')
})

test('logs -f goes on over kill -9 of the manager: nothing is lost, nothing comes twice', async () => {
  const [dataDir, port] = [await temporaryFolder(), await freePort()]
  const settings = { dataDir, env: { SWITCHBOARD_PORT: String(port) } }
  const first = await startManager(settings)
  const command = commandFor(first)
  const servicePort = await freePort()
  await command.out('create', 'lab', '-p', 'echo', '-l', `tcp:${servicePort}`, '--start')
  const logs = command.start('logs', '-f', '--after', '0', '--json', 'svc:lab')
  await logs.output.waitFor(/service\.started/)
  const connections = (count: number) =>
    Promise.all(Array.from({ length: count }, async () => (await TcpClient.connect(servicePort)).end()))
  await connections(20)
  await logs.output.waitFor(/("connection\.closed"[^]*?){20}/)
  await first.kill()

  const second = await aManager(settings)
  await logs.output.waitFor(/The live feed is back/)
  await logs.output.waitFor(/("service\.started"[^]*?){2}/)
  await connections(20)
  await command.out('rm', 'lab')
  await logs.output.waitFor(/service\.deleted/)
  expect(await logs.end('SIGINT')).toBeNull()

  const seen = logs.output.text.split('\n').filter((line) => line.startsWith('{'))
  const recorded = (await commandFor(second).out('logs', '--after', '0', '--json', 'svc:lab'))
    .trimEnd()
    .split('\n')
  expect(seen).toEqual(recorded)
  expect(
    recorded
      .map((line) => (JSON.parse(line) as JournalEntry).type)
      .filter((type) => type === 'connection.closed').length,
  ).toBe(40)
})

test('a reader that goes away ends it; colours are for terminals; bash completes', async () => {
  const manager = await theManager()
  const command = commandFor(manager, { PATH: `${dirname(switchboardCommand)}:${process.env['PATH']}` })
  await command.out('create', 'two words', '-p', 'echo', '-l', 'tcp:0')
  const bash = async (script: string, more: Record<string, string> = {}) =>
    (
      await promisify(execFile)(findProgram('bash') ?? 'bash', ['-uc', script], {
        env: { ...command.env, ...more },
      })
    ).stdout
  expect(await bash('switchboard logs --json | head -n 1; echo "${PIPESTATUS[0]}"')).toMatch(/^\{.*\}\n0\n$/)
  expect(await bash('switchboard ls')).not.toContain('\u001b')
  expect(await bash('switchboard ls', { FORCE_COLOR: '1' })).toContain('\u001b[2mstopped\u001b[22m')
  const atTerminal = `script -qec 'switchboard ls' /dev/null`
  if (findProgram('script')) expect(await bash(atTerminal, { NO_COLOR: '1' })).not.toContain('\u001b')

  expect((await bash(COMPLETE)).split('\n')).toEqual(['start stop', 'two\\ words', 'tcp udp unix', ''])
})

/** What bash does on TAB, for the last of these words; twice sourced is no harm. */
const COMPLETE = `
source <(switchboard completion bash); source <(switchboard completion bash)
try() { COMP_WORDS=(switchboard "$@"); COMP_CWORD=$#; _switchboard; echo "\${COMPREPLY[*]}"; }
try st
try start tw
try send --via ''
`
