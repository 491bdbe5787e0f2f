import type { ListenAddress, Protocol, ServiceInput, Transport } from '@switchboard/contract'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientEndpoints, snippetFor, type Client } from '../../apps/web/src/components/snippet.ts'
import { findProgram } from '../../scripts/setup/find-program.js'
import { startManager, type Manager } from '../support/manager.ts'
import { createService, tcp, udp } from '../support/services.ts'

/** What runs each client, and what has to be there for it. */
const RUNNERS: Record<Client, { needs: string; command: string[] }> = {
  nc: { needs: 'nc', command: ['bash', '-c'] },
  python: { needs: 'python3', command: ['python3', '-c'] },
  node: { needs: 'node', command: ['node', '--input-type=module', '-e'] },
  socat: { needs: 'socat', command: ['bash', '-c'] },
  powershell: { needs: 'pwsh', command: ['pwsh', '-NoProfile', '-Command'] },
}
const isThere = (client: Client) => findProgram(RUNNERS[client].needs)
/** Not every machine has these: they are tried where they are. */
const RARE: Client[] = ['socat', 'powershell']
const CLIENTS = (Object.keys(RUNNERS) as Client[]).filter(
  (client) => !RARE.includes(client) || isThere(client),
)

const FRAMINGS = [
  { kind: 'lines' },
  { kind: 'fixed', bytes: 8 },
  { kind: 'length-prefixed', bytes: 2, endian: 'little' },
]

/** A protocol with options, and what each of its clients prints over each transport. */
const CASES: [protocol: string, options: Record<string, unknown>, reply: RegExp][] = [
  ['echo', {}, /hello/],
  ...FRAMINGS.map((framing): (typeof CASES)[number] => ['echo', { framing }, /hello/]),
  ['discard', {}, /^$/],
  // Over UDP as many characters as chance will have it, the first a blank; Python shows them as b'…'.
  ['chargen', {}, /^(b['"])?( |['"]?\s*$)/],
  ['qotd', {}, / -- /],
  ['daytime', {}, /\d\d:\d\d:\d\d/],
  ['time', {}, /\S/],
  ['greeting', { then: 'close' }, /Welcome/],
  ['greeting', { then: 'read-once' }, /Welcome/],
  ['timestamp', { amplification: true }, /\d\d:\d\d:\d\d.*hello/s],
]

const missing = CLIENTS.filter((client) => !isThere(client)).map((client) => RUNNERS[client].needs)
let manager: Manager
beforeAll(async () => {
  manager = await startManager({ dataDir: await mkdtemp(join(tmpdir(), 'switchboard-clients-')) })
})
afterAll(async () => {
  expect(await manager.stop(), manager.output.text).toBe(0)
  await rm(manager.dataDir, { recursive: true, force: true })
})

test.for(CASES)(
  'the clients that the page of a service shows: %s %j',
  async ([id, options, reply], { skip }) => {
    if (missing.length > 0) skip(`needs ${missing.join(' and ')}`)
    const protocol = (await manager.rest.get<Protocol>(`/protocols/${id}`)).body
    const service = await createService(manager, serviceOf(protocol, options))
    const endpoints = clientEndpoints(service.endpoints)
    expect(endpoints).toHaveLength(protocol.transports.length)
    const talks = endpoints.flatMap((endpoint) =>
      CLIENTS.flatMap((client) => {
        const code = snippetFor(protocol, client, endpoint, service.options)
        return code === undefined && RARE.includes(client) ? [] : [[client, code] as const]
      }),
    )
    try {
      await Promise.all(
        talks.map(async ([client, code]) => expect(await run(client, code), code).toMatch(reply)),
      )
    } finally {
      await manager.rest.delete(`/services/${service.id}`)
    }
  },
)

function serviceOf({ id, transports }: Protocol, options: Record<string, unknown>): ServiceInput {
  const addresses: Record<Transport, ListenAddress> = {
    tcp: tcp(),
    udp: udp(),
    unix: { transport: 'unix', path: 'try.sock' },
  }
  const listen = transports.map((transport) => addresses[transport])
  return { name: 'tried', protocol: id, listen, options, desired: 'running' }
}

/** What the client prints; it has to end by itself, without an error. */
async function run(client: Client, snippet = 'exit 1'): Promise<string> {
  const code = snippet.replace('data/sockets/', `${manager.dataDir}/sockets/`)
  const [program = '', ...args] = RUNNERS[client].command
  const { stdout, stderr } = await promisify(execFile)(program, [...args, code], { timeout: 20_000 })
  expect(stderr, code).toBe('')
  return stdout
}
