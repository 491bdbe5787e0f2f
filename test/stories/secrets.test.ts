import type { JournalEntry, Page, Service } from '@switchboard/contract'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { ChallengedPeer, hmacSha256 } from '../support/challenge.ts'
import { findLeaks, whatIsLeft, wordings } from '../support/leaks.ts'
import type { Manager } from '../support/manager.ts'
import { echoOn, portOf, tcp } from '../support/services.ts'
import { aManager } from '../support/story.ts'

const CANARY = 'canary-9f1c2e7a-of-the-lab'
const SECOND = 'canary-77d0b3e1-of-the-field'
const secrets = [
  { name: 'lab', secret: CANARY },
  { name: 'field', secret: SECOND },
]

test('a secret is nowhere but in the hands of who sent it', async () => {
  const manager = await aManager({ env: { SWITCHBOARD_LOG_LEVEL: 'trace' } })
  const answers = new Answers(manager)
  const feed = await follow(manager)

  const service = await answers.service('POST', '/services', { ...echoOn(tcp()), challenge: { secrets } })
  const digests = await comeAndGo(portOf(service))
  await answers.service('PATCH', `/services/${service.id}`, { challenge: { secrets: [{ ...secrets[0] }] } })
  await answers.service('POST', `/services/${service.id}/restart`)
  for (const challenge of wrongChallenges()) {
    await answers.ask('POST', '/services', JSON.stringify({ ...echoOn(tcp()), name: 'wrong', challenge }))
    await answers.ask('PATCH', `/services/${service.id}`, JSON.stringify({ challenge }))
  }
  await answers.ask('POST', '/services', JSON.stringify(CANARY))
  await answers.ask('POST', '/services', JSON.stringify([{ secret: CANARY }]))
  await answers.ask('POST', '/services', `{"challenge": {"secrets": [{"secret": "${CANARY}" "name"`)
  for (const path of [
    '/services',
    `/services/${service.id}`,
    '/connections',
    '/journal?limit=500',
    '/openapi.json',
  ])
    await answers.ask('GET', path)
  await answers.ask('DELETE', `/services/${service.id}`)
  await feed.heard('service.deleted')
  await answers.service('POST', '/services', { ...echoOn(tcp()), name: 'stays', challenge: { secrets } })

  const places: Record<string, string> = {
    'REST answers': answers.text,
    'live feed': feed.text,
    ...(await whatIsLeft(manager)),
  }
  expect(Object.keys(places)).toEqual(expect.arrayContaining(['log', 'switchboard.db']))
  expect(places['switchboard.db'] ?? '').toContain('"sealed":"v1.')
  expect(findLeaks(places, [...wordings(CANARY), ...wordings(SECOND), ...digests])).toEqual([])
})

/** What was sent in vain, or asked in a wrong way: each holds the secret where it does not belong. */
const wrongChallenges = (): unknown[] => [
  CANARY,
  [CANARY],
  { secrets: CANARY },
  { secrets: [CANARY] },
  { secrets: [{ name: 'lab', secret: [CANARY] }] },
  { secrets: [{ name: 'lab', secret: { value: CANARY } }] },
  { secrets: [{ name: 'lab', secret: CANARY.repeat(20) }] },
  { secrets: [{ name: 'lab', secret: `${CANARY}\ud800` }] },
  { secrets: [{ name: 'a/b', secret: CANARY }] },
  { secrets: [{ name: 'lab', secret: CANARY, more: true }] },
  { secrets: [secrets[0], secrets[0]] },
  { secrets: [...secrets, { name: 'gone', secret: null }] },
  { secrets, timeoutMs: 1 },
]

/** One peer that gets in, one that does not, one that sends the secret itself: the digests they sent. */
async function comeAndGo(port: number): Promise<string[]> {
  const friend = await ChallengedPeer.connect(port)
  const right = hmacSha256(CANARY, friend.challenge)
  friend.send(right)
  expect(await friend.heard(5)).toBe('hello')
  friend.end()
  const stranger = await ChallengedPeer.connect(port)
  const wrong = hmacSha256('guess', stranger.challenge)
  stranger.send(wrong)
  const simple = await ChallengedPeer.connect(port)
  simple.send(CANARY)
  for (const peer of [friend, stranger, simple]) await peer.lastWords()
  return [right, wrong, friend.challenge.toString('hex'), stranger.challenge.toString('hex')]
}

/** Everything the API answers. */
class Answers {
  text = ''
  readonly #manager: Manager

  constructor(manager: Manager) {
    this.#manager = manager
  }

  async ask(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
    const json = body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }
    const response = await this.#manager.rest.fetch(path, { method, ...json })
    const text = await response.text()
    this.text += `${JSON.stringify([...response.headers])}\n${text}\n`
    return { status: response.status, text }
  }

  async service(method: string, path: string, body?: object): Promise<Service> {
    const { status, text } = await this.ask(method, path, body && JSON.stringify(body))
    expect(status, text).toBeLessThan(300)
    return JSON.parse(text) as Service
  }
}

/** A reader of everything the live feed tells. */
async function follow({ url, rest }: Manager) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, { headers: rest.headers })
  onTestFinished(() => socket.terminate())
  const feed = {
    text: '',
    heard: async (word: string) => {
      await expect.poll(() => feed.text).toContain(word)
      const { body } = await rest.get<Page<JournalEntry>>('/journal')
      expect(body.items.map(({ type }) => type)).toContain(word)
    },
  }
  socket.on('message', (data: Buffer) => (feed.text += data.toString()))
  await new Promise((resolve) => socket.once('open', resolve))
  for (const topic of ['journal', 'services', 'connections'])
    socket.send(JSON.stringify({ op: 'subscribe', id: topic, topic }))
  await expect.poll(() => feed.text.match(/"subscribed"/g)?.length).toBe(3)
  return feed
}
