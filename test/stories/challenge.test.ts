import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ChallengeInput, Connection, Protocol, ServiceInput } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { closedConnection } from '../support/history.ts'
import type { Manager } from '../support/manager.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'
import { ChallengedPeer, hmacSha256 } from '../support/challenge.ts'

const theManager = sharedManager()

const SECRET = 'the secret of the lab'
const python = findProgram('python3')

/** Answers a challenge as the lessons do, says `ping`, and prints everything it hears. */
const CLIENT = `
import hashlib, hmac, socket, sys
port, scheme, secret, ending = int(sys.argv[1]), sys.argv[2], sys.argv[3].encode(), sys.argv[4]
with socket.create_connection(("127.0.0.1", port), 10) as peer:
    challenge = peer.recv(32)
    if scheme == "hmac-sha256":
        digest = hmac.new(secret, challenge, hashlib.sha256).hexdigest()
    else:
        digest = hashlib.sha1(secret + challenge).hexdigest()
    peer.sendall((digest + ending.replace("CRLF", "\\r\\n").replace("LF", "\\n")).encode())
    heard = peer.recv(1024)
    if heard:
        peer.sendall(b"ping")
        peer.shutdown(socket.SHUT_WR)
        while data := peer.recv(1024):
            heard += data
    print(heard.decode())
`

async function runClient(port: number, scheme: string, secret = SECRET, ending = ''): Promise<string> {
  const args = ['-c', CLIENT, String(port), scheme, secret, ending]
  return (await promisify(execFile)(python ?? 'python3', args, { timeout: 20_000 })).stdout.trim()
}

function gated(
  name: string,
  challenge: Partial<ChallengeInput>,
  more: Partial<ServiceInput> = {},
): ServiceInput {
  const secrets = [
    { name: 'field', secret: 'the secret of the field' },
    { name: 'lab', secret: SECRET },
  ]
  return { ...echoOn(tcp()), name, challenge: { secrets, ...challenge }, ...more }
}

/** Who it was whose connection to the service ended for this reason. */
async function identityOf(manager: Manager, serviceName: string, reason: string): Promise<string | null> {
  const isOne = (one: Connection) => one.serviceName === serviceName && one.closeReason === reason
  return (await closedConnection(manager, isOne)).identity
}

test('Python’s hmac and hashlib get through to an echo and to the protocol challenge', async ({ skip }) => {
  if (!python) skip('python3 is not installed')
  const manager = await theManager()
  for (const scheme of ['hmac-sha256', 'sha1-prefix'] as const) {
    const echo = portOf(await createService(manager, gated(`echo ${scheme}`, { scheme })))
    expect(await runClient(echo, scheme)).toBe('helloping')
    expect(await runClient(echo, scheme, SECRET, 'LF')).toBe('helloping')
    expect(await runClient(echo, scheme, SECRET, 'CRLF')).toBe('helloping')
    expect(await runClient(echo, scheme, 'something else')).toBe('')
    expect(await identityOf(manager, `echo ${scheme}`, 'peer-closed')).toBe('lab')
    expect(await identityOf(manager, `echo ${scheme}`, 'protocol-error')).toBeNull()

    const own = { protocol: 'challenge', options: { then: 'echo' } }
    const challenge = gated(`challenge ${scheme}`, { scheme, accepted: 'come in, ' }, own)
    expect(await runClient(portOf(await createService(manager, challenge)), scheme)).toBe('come in, ping')
    expect(await identityOf(manager, `challenge ${scheme}`, 'peer-closed')).toBe('lab')
  }
})

test('the clients that the dashboard shows get in with the secret filled in', async ({ skip }) => {
  const manager = await theManager()
  const secrets = [{ name: 'reader', secret: 'your secret' }]
  const port = portOf(await createService(manager, gated('shown', { secrets })))
  const { snippets } = (await manager.rest.get<Protocol>('/protocols/challenge')).body
  const programs = {
    nc: ['bash', '-c'],
    python: ['python3', '-c'],
    node: ['node', '--input-type=module', '-e'],
  }
  const missing = ['bash', 'openssl', 'python3'].filter((name) => !findProgram(name))
  if (missing.length > 0) skip(`${missing.join(', ')} not installed`)
  for (const [name, [program = '', ...args]] of Object.entries(programs)) {
    const snippet = snippets[name as keyof typeof programs]
    const text = snippet.replaceAll('{host}', '127.0.0.1').replaceAll('{port}', String(port))
    const { stdout } = await promisify(execFile)(program, [...args, text], { timeout: 20_000 })
    expect(stdout, text).toContain('hello')
  }
})

test('a challenge made in the form lets its secret in, and the list tells who it is', async () => {
  const manager = await theManager()
  const page = await aDashboard(manager, '/services/new?protocol=challenge')
  await page.getByLabel('Name', { exact: true }).fill('from-the-form')
  await page.getByLabel('Name of secret 1').fill('lab')
  await page.getByRole('button', { name: 'Generate secret 1' }).click()
  const secret = await page.getByLabel('Secret 1', { exact: true }).inputValue()
  expect(secret).toMatch(/^[\w-]{32}$/)
  await page.getByRole('button', { name: 'Create & start' }).click()
  await page.getByText('hmac-sha256, of lab').waitFor()

  const { body } = await manager.rest.get<{ items: [{ id: string; endpoints: [{ port: number }] }] }>(
    '/services',
  )
  const [{ id, endpoints }] = body.items
  const peer = await ChallengedPeer.connect(endpoints[0].port)
  peer.send(hmacSha256(secret, peer.challenge))
  expect(await peer.heard(5)).toBe('hello')
  await page.goto(`${manager.url}/connections`)
  await page.getByRole('row', { name: /127\.0\.0\.1:\d+ .*\blab\b/ }).waitFor()
  peer.end()

  await page.goto(`${manager.url}/services/${id}?tab=settings`)
  await expect.poll(() => page.getByLabel('Secret 1', { exact: true }).inputValue()).toBe('')
  await page.getByLabel('Said when accepted').fill('welcome')
  await page.getByRole('button', { name: 'Review and save' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  const again = await ChallengedPeer.connect(endpoints[0].port)
  again.send(hmacSha256(secret, again.challenge))
  expect(await again.heard(7)).toBe('welcome')
  again.end()
})
