import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { JournalEntry, NewWebhook, Page, Service, WebhookDelivery } from '@switchboard/contract'
import { expect, onTestFinished, test } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { root, type Manager } from '../support/manager.ts'
import { freePort } from '../support/port.ts'
import { ProgramOutput } from '../support/program-output.ts'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aDashboard, aManager, sharedManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'

const env = { SWITCHBOARD_WEBHOOK_ALLOW: '127.0.0.0/8' }
const theManager = sharedManager({ env })

test('a webhook is made in the dashboard, tested, switched off and deleted', async () => {
  const receiver = await aReceiver()
  const manager = await theManager()
  const page = await aDashboard(manager, '/settings?tab=webhooks')
  await page.getByRole('button', { name: 'Create the first webhook' }).click()
  await page.getByLabel('Name').fill('on call')
  await page.getByLabel('Address').fill(receiver.url)
  await page.getByLabel('Entries').fill('ev:service.failed colour:red')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByText('colour is not a field').waitFor()
  await page.getByLabel('Entries').fill('ev:service.failed')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByText(/^whsec_/).waitFor()
  await page.getByRole('button', { name: 'Test on call' }).click()
  await page.getByText('answered 204').waitFor()
  expect(receiver.seqs).toEqual([0])
  await page.getByRole('button', { name: 'Change on call' }).click()
  await page.getByRole('button', { name: 'Switch off' }).click()
  await page.getByText('Off', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Delete on call' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('No webhooks').waitFor()
})

test('kill -9 leaves nothing out of what a webhook tells', async () => {
  const receiver = await aReceiver()
  const first = await aManager({ env })
  const port = await freePort()
  await createService(first, echoOn(tcp(port)))
  await aWebhook(first, receiver.url)
  await callers(port, 10)
  await expect.poll(() => receiver.seqs.length).toBeGreaterThan(0)
  receiver.isWell = false
  await callers(port, 10)
  await expect.poll(() => receiver.refused).toBeGreaterThan(0)
  await first.kill()
  const second = await aManager({ env, dataDir: first.dataDir })
  receiver.isWell = true
  await expect.poll(() => stateOf(second)).toBe('running')
  await callers(port, 10)
  await expect.poll(async () => (await ended(second)).length).toBe(30)
  const expected = await ended(second)
  await expect.poll(() => [...new Set(receiver.seqs)]).toEqual(expected)
})

test.each([
  ['python', 'python3', ['-c']],
  ['js', process.execPath, ['--input-type=module', '-e']],
])(
  'the receiver that docs/webhooks.md shows in %s takes what is signed, and nothing else',
  async (language, name, args) => {
    const program = findProgram(name) ?? name
    const manager = await theManager()
    const port = await freePort()
    const url = `http://127.0.0.1:${port}/`
    const { id, secret } = await aWebhook(manager, url)
    const code = documented(language).replace('8999', String(port))
    const child = spawn(program, [...args, code], { env: { ...process.env, WEBHOOK_SECRET: secret ?? '' } })
    onTestFinished(() => void child.kill())
    const output = new ProgramOutput(child)
    const tried = async () => (await manager.rest.post<WebhookDelivery>(`/webhooks/${id}/test`)).body
    await expect.poll(tried, { interval: 200 }).toMatchObject({ status: 204, error: null })
    await output.waitFor(/webhook\.test/)
    const forged = { 'webhook-id': 'dlv_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' }
    expect((await fetch(url, { method: 'POST', headers: forged, body: '{}' })).status).toBe(401)
    await manager.rest.patch(`/webhooks/${id}`, { secret: `whsec_${Buffer.alloc(32).toString('base64')}` })
    expect(await tried()).toMatchObject({ status: 401, error: 'The receiver answered 401.' })
  },
)

function documented(language: string): string {
  const text = readFileSync(join(root, 'docs/webhooks.md'), 'utf8')
  const code = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(text)?.[1]
  if (!code) throw new Error(`docs/webhooks.md shows no ${language}`)
  return code
}

async function aWebhook(manager: Manager, url: string): Promise<NewWebhook> {
  const body = { name: 'story', url, filter: 'ev:connection.closed' }
  return (await manager.rest.post<NewWebhook>('/webhooks', body)).body
}

async function callers(port: number, count: number): Promise<void> {
  for (let each = 0; each < count; each++) {
    const client = await TcpClient.connect(port)
    client.end()
    await client.closed()
  }
}

async function stateOf(manager: Manager): Promise<string | undefined> {
  return (await manager.rest.get<Page<Service>>('/services')).body.items[0]?.state
}

/** The numbers of the entries that tell of a connection's end. */
async function ended(manager: Manager): Promise<number[]> {
  const { body } = await manager.rest.get<Page<JournalEntry>>(
    '/journal?limit=100&after=0&filter=ev:connection.closed',
  )
  return body.items.map(({ seq }) => seq)
}

/** Notes the numbers of entries in the order in which it took them. */
async function aReceiver() {
  const receiver = { seqs: [] as number[], refused: 0, isWell: true, url: '' }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (text: Buffer) => void (body += text.toString('latin1')))
    request.on('end', () => {
      if (receiver.isWell) {
        const { entries } = JSON.parse(body) as { entries: JournalEntry[] }
        receiver.seqs.push(...entries.map(({ seq }) => seq))
      } else receiver.refused++
      response.writeHead(receiver.isWell ? 204 : 500).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return receiver
}
