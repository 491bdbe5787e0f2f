import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  ApplyPlan,
  Backup,
  Connection,
  File,
  JournalEntry,
  Protocol,
  Service,
} from '@switchboard/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { upload } from '../../../test/support/upload.ts'
import { startTestPlace, type TestShell } from './testing.ts'

const HOSTILE = 'a\u001b]0;pwned\u0007\u009b2J\u202eb'

let folder: string
let shell: TestShell
let close: () => Promise<void>

// One manager for all: each test removes its services, and looks only for its own entries.
beforeAll(async () => {
  ;({ folder, shell, close } = await startTestPlace())
})
afterAll(() => close())
beforeEach(async () => {
  const names = (await shell.json<Service[]>('ls')).map(({ name }) => name)
  if (names.length > 0) await shell.run('rm', ...names)
})

const create = (name: string, ...options: string[]) =>
  shell.json<Service>('create', name, '-p', 'echo', '-l', 'tcp:0', ...options)

/** A file in the tests' folder: answers its path. */
async function written(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

test('a service is created by options, from a file and from standard input, with settings on top', async () => {
  const service = await create(
    'lab',
    '-l',
    'udp:0',
    '-l',
    'unix:lab.sock',
    '--tag',
    'a',
    '--set',
    'limits.maxConnections=7',
  )
  expect(service).toMatchObject({ tags: ['a'], limits: { maxConnections: 7 }, state: 'stopped' })
  expect(service.listen.map(({ transport }) => transport)).toEqual(['tcp', 'udp', 'unix'])
  const file = await written(
    'one.yaml',
    'name: from-file\nprotocol: echo\nlisten: [{transport: tcp, port: 0}]\n',
  )
  expect(await shell.run('create', '--from', file, '--start')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^from-file: running on tcp 127\.0\.0\.1:\d+\n$/),
  })
  const piped = await shell.feed(JSON.stringify({ protocol: 'echo', listen: [{ transport: 'tcp', port: 0 }] }),
    ...['create', 'piped', '--from', '-', '-o', 'json']) // prettier-ignore
  expect(JSON.parse(piped.out)).toMatchObject({ name: 'piped' })
  expect((await shell.run('ls')).out).toMatch(
    /^NAME +PROTOCOL.*\nfrom-file +echo +running .*\nlab .*\npiped .*\n$/,
  )
  expect((await shell.run('show', 'lab')).out).toContain('maxConnections: 7')
})

test('send talks over every transport, and says so when nothing comes back', async () => {
  await create('lab', '-l', 'udp:0', '-l', 'unix:lab.sock', '--start')
  for (const via of ['tcp', 'udp', 'unix'])
    expect(await shell.run('send', 'lab', 'hello', '--via', via)).toEqual({ code: 0, out: 'hello', err: '' })
  expect(await shell.run('send', 'lab', '--hex', 'DE:ad 0a', '--json')).toMatchObject({
    code: 0,
    out: expect.stringContaining('"base64": "3q0K"'),
  })
  expect((await shell.feed('piped', 'send', 'lab', '--newline')).out).toBe('piped\n')
  expect((await shell.run('send', 'lab', 'x', '--stay-open', '--wait', '50ms')).out).toBe('x')
  await shell.run('create', 'mute', '-p', 'discard', '-l', 'udp:0', '--start')
  expect(await shell.run('send', 'mute', 'x', '--wait', '50ms')).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('answered nothing'),
  })
})

test('connections are listed and found; kill cuts them by id and by filter', async () => {
  const { id } = await create('cut', '--start')
  await shell.run('send', 'cut', 'hello')
  const closed = () => shell.json<Connection[]>('connections', '--closed', '-s', 'cut')
  await expect.poll(closed).toHaveLength(1)
  expect((await closed())[0]).toMatchObject({ serviceId: id, bytesIn: 5, closeReason: 'peer-closed' })
  expect((await shell.run('connections', 'svc:cut', 'state:closed')).out).toMatch(
    /^ID .*\ncon_.* peer-closed\n$/,
  )

  const talks = ['first', 'second'].map((text) =>
    shell.run('send', 'cut', text, '--stay-open', '--wait', '20s'),
  )
  const open = async () =>
    (await shell.json<Connection[]>('connections', '--open')).filter(({ bytesIn }) => bytesIn > 0)
  await expect.poll(open).toHaveLength(2)
  const [one] = await open()
  expect(await shell.run('kill', one?.id ?? '')).toMatchObject({ code: 0, out: `${one?.id}: cut\n` })
  const left = async () => (await shell.run('kill', '--filter', 'svc:cut', '--dry-run')).out
  await expect.poll(left).toBe('1 would be cut\n')
  expect((await shell.run('kill', '--filter', 'svc:cut')).out).toBe('1 of 1 cut\n')
  await Promise.all(talks)
  expect((await shell.run('kill', one?.id ?? '')).code).toBe(5)
})

test('the journal is read from its end, from a number on, by service and by filter', async () => {
  await create('read', '--start')
  await shell.run('send', 'read', 'hello')
  await shell.run('stop', 'read', '--drain', '0')
  const entries = async (...args: string[]) =>
    ndjson<JournalEntry>(await shell.run('logs', '--json', ...args))
  const types = async () => (await entries('-s', 'read', '-n', '50')).map(({ type }) => type)
  const connection = ['connection.opened', 'connection.closed']
  await expect.poll(types).toEqual(['service.created', 'service.started', ...connection, 'service.stopped'])
  const all = await entries('-s', 'read', '-n', '50')
  expect(await entries('-s', 'read', '-n', '2')).toEqual(all.slice(-2))
  expect(await entries('--after', String(all[1]?.seq), 'svc:read')).toEqual(all.slice(2))
  expect(await entries('svc:read', 'ev:connection.*', '--', '-ev:connection.opened')).toEqual(all.slice(3, 4))
  const exported = await shell.run('export', 'journal', '--format', 'ndjson', '-s', 'read')
  expect(ndjson<JournalEntry>(exported)).toEqual(all)
  expect((await shell.run('export', 'connections', 'svc:read')).out.split('\r\n')).toHaveLength(3)
})

test('apply makes it so; the second time nothing changes; a mistake is told with its line', async () => {
  const file = await written(
    'services.yaml',
    'services:\n  - &one\n    name: one\n    protocol: echo\n    listen: [{transport: tcp, port: 0}]\n  - {<<: *one, name: two}\n',
  )
  await create('three')
  const apply = (...options: string[]) => shell.json<ApplyPlan>('apply', '-f', file, ...options)
  const actions = ({ changes }: ApplyPlan) => changes.map(({ name, action }) => `${name} ${action}`)
  expect(actions(await apply('--dry-run'))).toEqual(['one create', 'two create'])
  expect(await shell.json<Service[]>('ls')).toHaveLength(1)
  expect(actions(await apply('--prune'))).toEqual(['one create', 'two create', 'three delete'])
  expect(actions(await apply())).toEqual(['one unchanged', 'two unchanged'])

  const exported = await shell.run('export', 'services')
  expect(exported.out).not.toContain('limits')
  const again = await shell.feed(exported.out, 'apply', '-f', '-', '--prune')
  expect(again).toMatchObject({
    code: 0,
    out: expect.stringContaining('0 created, 0 updated, 0 deleted, 2 unchanged\n'),
  })

  const wrong = await written(
    'wrong.yaml',
    '- name: one\n  protocol: echo\n  listen:\n    - transport: tcp\n      port: x\n',
  )
  expect(await shell.run('apply', '-f', wrong)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/wrong\.yaml:\d:\d+ \/services\/0\/listen\/0/),
  })
})

test('what fails of a document is told, the rest is done', async () => {
  const { endpoints } = await create('holder', '--start')
  const [held] = endpoints
  const document = [
    { name: 'free', protocol: 'echo', listen: [{ transport: 'tcp', port: 0 }], desired: 'running' },
    { name: 'late', protocol: 'echo', listen: [held], desired: 'running' },
  ]
  const { code, out, err } = await shell.feed(JSON.stringify(document), 'apply', '-f', '-')
  expect({ code, err }).toEqual({ code: 5, err: expect.stringContaining('late: The address is in use') })
  expect(out).toMatch(/1 created, 0 updated, 0 deleted, 0 unchanged, 1 failed\n$/)
  expect((await shell.json<Service>('show', 'free')).state).toBe('running')
})

test('files are listed, downloaded with their hash checked, and deleted', async () => {
  const options = ['--set', 'options.reply=json', '--start']
  const service = await shell.json<Service>(
    'create',
    'drop',
    '-p',
    'file-transfer',
    '-l',
    'tcp:0',
    ...options,
  )
  const [endpoint] = service.endpoints
  const bytes = Buffer.from('the bytes of a file')
  if (endpoint?.transport !== 'tcp') throw new Error('no port')
  expect(await upload(endpoint.port, 'report.txt', bytes)).toMatchObject({ status: 'ok' })

  const [file] = await shell.json<File[]>('files', 'ls', '-s', 'drop')
  const id = file?.id ?? ''
  expect((await shell.run('files', 'ls')).out).toMatch(/^ID .*\nfil_.* drop .* 19 B +report\.txt\n$/)
  const target = join(folder, 'saved')
  expect((await shell.run('files', 'get', id, target)).code).toBe(0)
  expect(await readFile(target)).toEqual(bytes)
  expect((await stat(target)).mode & 0o777).toBe(0o600)
  expect(await shell.run('files', 'get', id, target)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--force'),
  })
  expect((await shell.run('files', 'get', id, '-')).out).toBe(bytes.toString())
  expect((await shell.run('files', 'rm', id)).code).toBe(0)
  expect((await shell.run('files', 'get', id)).code).toBe(4)
})

test('what strangers say does nothing to a terminal, whatever prints it', async () => {
  const options = ['--description', HOSTILE, '--tag', HOSTILE, '--start']
  await shell.run('create', 'hostile', '-p', 'chat', '-l', 'tcp:0', ...options)
  await shell.run('send', 'hostile', HOSTILE, '--newline', '--wait', '50ms')
  await expect
    .poll(async () => (await shell.run('logs', '-s', 'hostile')).out)
    .toContain('\\x1b]0;pwned\\x07\\x9b2J\\u202eb')
  for (const command of [
    'show hostile',
    'show hostile --json',
    'ls --json',
    'logs -s hostile --json',
    `show ${HOSTILE}`,
  ]) {
    const { out, err } = await shell.run(...command.split(' '))
    expect(out + err).toContain('pwned')
    expect(out + err).not.toMatch(/[^\P{C}\n]/u)
  }
})

test('an operator speaks to a caller by the id of the connection', async () => {
  await shell.run('create', 'talk', '-p', 'chat', '-l', 'tcp:0', '--start')
  const heard = shell.run('send', 'talk', 'hello', '--newline', '--stay-open', '--wait', '20s')
  const caller = async () => (await shell.json<Connection[]>('connections', '--open', '-s', 'talk'))[0]?.id
  await expect.poll(caller).toBeDefined()
  const id = (await caller()) ?? ''
  expect(await shell.run('send', id, 'good day')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/: sent\n$/),
  })
  await shell.run('kill', id)
  expect((await heard).out).toContain('good day')
})

test('a backup is made, listed, downloaded and deleted', async () => {
  const made = await shell.json<Backup>('backup', 'create')
  expect(made.state).toBe('done')
  const target = join(folder, 'backup.db')
  expect((await shell.run('backup', 'get', made.id, target)).code).toBe(0)
  const saved = await readFile(target)
  expect(saved.length).toBe(made.bytes)
  expect(saved.subarray(0, 15).toString()).toBe('SQLite format 3')
  expect((await shell.run('backup', 'ls')).out).toContain(`${made.id}  done`)
  expect((await shell.run('backup', 'rm', made.id)).code).toBe(0)
  expect(await shell.json<Backup[]>('backup', 'ls')).toEqual([])
})

test('every way to end has its exit code, and says what to do', async () => {
  await create('lab')
  const cases: [code: number, said: RegExp, ...string[]][] = [
    [2, /unknown command/, 'frob'],
    [2, /--listen/, 'create', 'x', '-p', 'echo'],
    [2, /such as 250ms/, 'stop', 'lab', '--drain', 'soon'],
    [2, /\/protocol: is "nope"; known: echo/, 'create', 'x', '-p', 'nope', '-l', 'tcp:0'],
    [2, /\/filter: .*at character 1/, 'connections', 'foo:bar'],
    [2, /nobody\.yaml cannot be read/, 'apply', '-f', 'nobody.yaml'],
    [2, /one of both/, 'kill'],
    [4, /Did you mean "lab"\?/, 'show', 'lba'],
    [4, /There is no service "lbb"/, 'rm', 'lab', 'lbb'],
    [5, /choose a different one[^]*\(request /, 'create', 'lab', '-p', 'echo', '-l', 'tcp:0'],
    [5, /run "switchboard start lab"/, 'send', 'lab', 'hello'],
  ]
  for (const [code, said, ...args] of cases)
    expect(await shell.run(...args), args.join(' ')).toMatchObject({
      code,
      out: '',
      err: expect.stringMatching(said),
    })
  expect(await shell.json<Service[]>('ls'), 'rm does nothing when one name is wrong').toHaveLength(1)
  const stranger = shell.with({ SWITCHBOARD_TOKEN: 'a wrong token' })
  expect(await stranger.run('ls')).toMatchObject({
    code: 3,
    err: expect.stringContaining('switchboard login'),
  })
  expect(await stranger.run('logs', '-f', '-n', '0')).toMatchObject({ code: 3 })
  const nowhere = shell.with({ SWITCHBOARD_URL: 'http://127.0.0.1:9' })
  expect(await nowhere.run('ls')).toMatchObject({ code: 6, err: expect.stringContaining('SWITCHBOARD_URL') })
  const told = await shell.run('show', 'lba', '--json')
  expect(JSON.parse(told.err)).toHaveProperty('detail')
})

test('protocols and health are told', async () => {
  const protocols = await shell.json<Protocol[]>('protocols')
  expect((await shell.run('protocols')).out.split('\n')).toHaveLength(protocols.length + 2)
  expect(await shell.run('health')).toMatchObject({ code: 0, out: expect.stringContaining(': ok, version') })
})

const ndjson = <Line>({ out }: { out: string }): Line[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
