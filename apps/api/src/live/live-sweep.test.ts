import { ClientMessage, type NewApiToken, type Role, type Service } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dial, TestManager } from '../testing.ts'
import { LiveClient } from '../testing-live.ts'

/** Every message of the live feed, said by everybody who may open it. */

let manager: TestManager
let here: Service
let elsewhere: Service
let messages: Message[]

/** `about`: what it names; anything else is answered with less, not refused. */
type Message = { says: Record<string, string>; about: 'all' | 'here' }

beforeAll(async () => {
  manager = await TestManager.start()
  here = await manager.echo({ name: 'here', protocol: 'chat' })
  elsewhere = await manager.echo({ name: 'elsewhere', protocol: 'chat' })
  const socket = await dial(here)
  const [connection] = await manager.connections((items) => items.length === 1)
  messages = [
    ...['journal', 'connections', 'services', 'stats', 'unread'].map((topic) => subscribe(topic)),
    { says: { op: 'send', id: 'service', text: 'x', serviceId: here.id }, about: 'here' },
    { says: { op: 'send', id: 'connection', text: 'x', connectionId: connection?.id ?? '' }, about: 'here' },
    { says: { op: 'unsubscribe', id: 'journal' }, about: 'all' },
    { says: { op: 'ping' }, about: 'all' },
  ]
  closing.push(() => socket.destroy())
})
const closing: (() => void)[] = []
afterAll(async () => {
  for (const close of closing) close()
  await manager.close()
})

const subscribe = (topic: string): Message => ({ says: { op: 'subscribe', id: topic, topic }, about: 'all' })

/** The code of the refusal, or null. A message is over when the ping after it is answered, or when it is. */
async function refusal(client: LiveClient, { says }: Message): Promise<string | null> {
  const before = client.messages.length
  client.say(says)
  if (says['op'] !== 'send') client.say({ op: 'ping' })
  const answer = await client.until((message) => {
    if (client.messages.indexOf(message) < before) return false
    if (says['op'] !== 'send') return message.type === 'pong' || message.type === 'problem'
    return (message.type === 'sent' || message.type === 'problem') && message.id === says['id']
  })
  return answer.type === 'problem' ? answer.problem.code : null
}

test('every kind of message is among those that are tried', () => {
  const shapeOf = (message: Record<string, unknown>) =>
    ['op', 'topic', 'serviceId', 'connectionId'].filter((name) => name in message).join()
  const known = ClientMessage.anyOf.map(({ properties }) => shapeOf(properties))
  expect(new Set(messages.map(({ says }) => shapeOf(says)))).toEqual(new Set(known))
})

test('each is answered or refused as role and services of the caller say', async () => {
  const wrong: string[] = []
  let cells = 0
  for (const role of ['viewer', 'operator', 'admin'] as const) {
    for (const services of [null, [here.id], [elsewhere.id]]) {
      const client = await LiveClient.open(manager, { headers: await bearer(role, services) })
      for (const message of messages) {
        const answered = await refusal(client, message)
        const expected = verdict(message, role, services)
        const who = `${role} of ${services?.join() ?? 'all'}`
        if (answered !== expected) wrong.push(`${who}: ${JSON.stringify(message.says)} was ${answered}`)
        cells++
      }
      client.cut()
    }
  }
  process.stdout.write(`sweep of the live feed: ${cells - wrong.length}/${cells} cells\n`)
  expect(wrong).toEqual([])
})

function verdict({ says, about }: Message, role: Role, services: string[] | null): string | null {
  if (says['op'] === 'send' && role === 'viewer') return 'forbidden'
  return about === 'here' && services !== null && !services.includes(here.id) ? 'not-found' : null
}

async function bearer(role: Role, services: string[] | null) {
  const name = `${role} ${services?.join() ?? ''}`
  const { body } = await manager.call<NewApiToken>('POST', '/tokens', { name, role, services })
  return { authorization: `Bearer ${body.secret}` }
}
