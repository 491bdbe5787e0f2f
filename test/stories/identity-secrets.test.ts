import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NewApiToken, NewWebhook, Page } from '@switchboard/contract'
import { expect, onTestFinished, test } from 'vitest'
import { findLeaks, whatIsLeft, wordings } from '../support/leaks.ts'
import type { Manager } from '../support/manager.ts'
import { aManager } from '../support/story.ts'
import { totp } from '../support/totp.ts'

const PASSWORD = 'canary kettle 4b1d drum rain'
const CHANGED = 'canary window 77e2 other rain'
const WRONG = 'canary mistaken 90aa for a name'
const ADMIN_TOKEN = 'canary-admin-token-of-this-very-story'
const WEBHOOK = `whsec_${Buffer.from('canary of a webhook, 32 bytes !!').toString('base64')}`

const LISTS = ['session', 'session/all', 'users', 'tokens', 'webhooks', 'settings', 'backups', 'health']
const RECORDS = ['audit?limit=500', 'audit/export', 'journal?limit=500', 'journal/export?format=ndjson']

test('row 45: passwords, codes, cookies, tokens and keys are nowhere but where they were shown once', async () => {
  const variables = { SWITCHBOARD_LOG_LEVEL: 'trace', SWITCHBOARD_ADMIN_TOKEN: ADMIN_TOKEN }
  const manager = await aManager({ env: { ...variables, SWITCHBOARD_WEBHOOK_ALLOW: '127.0.0.1' } })
  const browser = new Browser(manager)
  const secrets = await setUpEverything(manager, browser)
  await mistakes(browser, secrets)
  for (const path of [...LISTS, ...RECORDS, 'connections/export?format=csv'])
    expect(await browser.ask('GET', `/${path}`), path).not.toContain('urn:switchboard:problem')
  await browser.metrics()
  const backup = await aBackup(browser)

  const places = { answers: browser.heard, backup, ...(await whatIsLeft(manager)) }
  expect(Object.keys(places)).toEqual(expect.arrayContaining(['log', 'switchboard.db']))
  expect(places.backup).toContain('SQLite format 3')
  expect(places.answers).toContain('session.rejected')
  const words = Object.values(secrets).flat().flatMap(wordings)
  const leaks = findLeaks(places, words)
  process.stdout.write(
    `row 45: ${leaks.length} hits, ${words.length} wordings in ${Object.keys(places).length} places\n`,
  )
  expect(leaks).toEqual([])
})

/** Keeps its cookies, and all that it is answered but what is shown once. */
class Browser {
  heard = ''
  cookies = new Map<string, string>()
  readonly #url: string

  constructor({ url }: Manager) {
    this.#url = url
  }

  /** What is answered, for nobody else to hear. */
  async secretly<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const { status, text } = await this.#send(method, `/api/v1${path}`, JSON.stringify(body))
    expect(status, text).toBeLessThan(300)
    return (text === '' ? null : JSON.parse(text)) as Answer
  }

  async ask(method: string, path: string, body?: unknown): Promise<string> {
    const { text, headers } = await this.#send(method, `/api/v1${path}`, JSON.stringify(body))
    this.heard += `${headers}\n${text}\n`
    return text
  }

  async metrics(): Promise<void> {
    this.heard += (await this.#send('GET', '/metrics')).text
  }

  async #send(method: string, path: string, body?: string) {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ')
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const init = { method, headers: { cookie, ...type }, ...(body !== undefined && { body }) }
    const response = await fetch(this.#url + path, init)
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      this.cookies.set(name, value)
    }
    const headers = [...response.headers].filter(([name]) => name !== 'set-cookie')
    return { status: response.status, text: await response.text(), headers: JSON.stringify(headers) }
  }
}

/** Everything there is to keep secret, made and used. */
async function setUpEverything({ output }: Manager, browser: Browser) {
  const [code] = await output.waitFor(/[0-9A-Z]{4}(-[0-9A-Z]{4}){5}/)
  await browser.ask('POST', '/setup', { code, username: 'ada', password: PASSWORD })
  const first = [...browser.cookies.values()]
  const { secret } = await browser.secretly<{ secret: string }>('POST', '/session/second-factor', {
    password: PASSWORD,
  })
  const confirmed = { code: totp(secret) }
  const { recoveryCodes } = await browser.secretly<{ recoveryCodes: string[] }>(
    'PUT',
    '/session/second-factor',
    confirmed,
  )
  const made = { name: 'nightly', role: 'viewer' }
  const token = (await browser.secretly<NewApiToken>('POST', '/tokens', made)).secret
  const hook = { url: await aReceiver(), filter: 'ev:service.*' }
  await browser.ask('POST', '/webhooks', { ...hook, name: 'given', secret: WEBHOOK })
  const generated = await browser.secretly<NewWebhook>('POST', '/webhooks', { ...hook, name: 'generated' })
  await browser.ask('PUT', '/session/password', { current: PASSWORD, password: CHANGED })
  const [used = '', ...rest] = recoveryCodes
  await browser.ask('POST', '/session', { username: 'ada', password: CHANGED, code: used })
  // A sealed one begins with the key's id, which is no secret.
  const cookies = [...first, ...browser.cookies.values()].map((value) => value.split('.').at(-1) ?? '')
  const keys = [secret, token, WEBHOOK, generated.secret ?? '', ADMIN_TOKEN]
  return { passwords: [PASSWORD, CHANGED, WRONG], keys, codes: [used, ...rest], cookies }
}

/** Each secret where it does not belong. */
async function mistakes(browser: Browser, secrets: Record<string, string[]>): Promise<void> {
  await browser.ask('POST', '/session', { username: 'ada', password: WRONG })
  for (const secret of Object.values(secrets).flat()) {
    await browser.ask('POST', '/session', { token: [secret] })
    await browser.ask('POST', '/users', { username: 'eve', role: 'viewer', password: [secret] })
    await browser.ask('POST', '/tokens', { name: 'x', role: 'viewer', secret })
    await browser.ask('PUT', '/session/password', { current: secret, password: { secret } })
    await browser.ask('POST', '/webhooks', { name: 'x', url: 'http://127.0.0.1:1', secret: { secret } })
    await browser.ask('POST', '/services', { secret })
  }
}

async function aReceiver(): Promise<string> {
  const server = createServer((_request, response) => void response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** The bytes of a backup, as it is downloaded. */
async function aBackup(browser: Browser): Promise<string> {
  const { id } = JSON.parse(await browser.ask('POST', '/backups')) as { id: string }
  const state = async () => JSON.parse(await browser.ask('GET', `/backups/${id}`)) as { state: string }
  await expect.poll(state).toMatchObject({ state: 'done' })
  const listed = JSON.parse(await browser.ask('GET', '/backups')) as Page<{ id: string }>
  expect(listed.items).toHaveLength(1)
  return await browser.ask('GET', `/backups/${id}/content`)
}
