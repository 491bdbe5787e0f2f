import type { Chat, Connection, JournalEntry, MessageReceipt, Page, Service } from '@switchboard/contract'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { LiveClient } from '../../testing-live.ts'
import { dial, TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const LINES = { framing: { kind: 'lines', maxBytes: 65_536 } }
const chatService = (options: Record<string, unknown> = {}) =>
  manager.echo({ name: 'desk', protocol: 'chat', options })

/** A caller of a chat service, and its connection once that is on record. */
async function call(service: Service) {
  const socket = await dial(service)
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  const mine = ({ remotePort }: Connection) => remotePort === socket.localPort
  const list = await manager.connections((items) => items.some(mine), `?service=${service.id}`)
  return { socket, id: list.find(mine)?.id ?? '' }
}

const say = (id: string, body: unknown) =>
  manager.call<MessageReceipt>('POST', `/connections/${id}/messages`, body)
const refusal = async (path: string, body: unknown) => {
  const { status, body: problem } = await manager.call('POST', path, body)
  return [status, problem.code]
}
const unreadOf = async (id: string) =>
  (await manager.call<Connection>('GET', `/connections/${id}`)).body.unread
const transcript = (id: string, isComplete: (items: JournalEntry[]) => boolean) =>
  manager.eventually(`/connections/${id}/journal?type=chat.message&after=0`, isComplete)

describe('an operator', () => {
  test('answers a caller, and the journal has it word by word', async () => {
    const { socket, id } = await call(await chatService())
    socket.write('grüß dich\0')
    await transcript(id, (items) => items.length === 1)
    expect((await say(id, { text: 'hello\n' })).body).toEqual({ sent: 1, slow: 0, withheld: 0 })
    expect(String((await once(socket, 'data'))[0])).toBe('hello\n')
    expect((await say(id, { base64: '/wA=' })).status).toBe(200)
    const entries = await transcript(id, (items) => items.length === 3)
    expect(entries).toMatchObject([
      { direction: 'in', bytes: 12, detail: { from: 'caller', text: 'grüß dich\0' } },
      {
        direction: 'out',
        bytes: 6,
        preview: 'hello\n',
        detail: { from: 'operator', operator: 'admin token' },
      },
      {
        direction: 'out',
        bytes: 2,
        preview: '\ufffd␀',
        detail: { from: 'operator', operator: 'admin token', base64: '/wA=' },
      },
    ])
  })

  test('hangs up with the quit word, which is sent before', async () => {
    const { socket, id } = await call(await chatService(LINES))
    const end = once(socket, 'end')
    await say(id, { text: 'q' })
    expect(String((await once(socket, 'data'))[0])).toBe('q\n')
    await end
    await expect
      .poll(() => refusal(`/connections/${id}/messages`, { text: 'x' }))
      .toEqual([409, 'invalid-state'])
  })

  test('speaks to all callers of a service', async () => {
    const service = await chatService(LINES)
    const callers = await Promise.all([call(service), call(service), call(service)])
    const all = await manager.call<MessageReceipt>('POST', `/services/${service.id}/messages`, { text: 'hi' })
    expect(all.body).toEqual({ sent: 3, slow: 0, withheld: 0 })
    for (const { socket } of callers) expect(String((await once(socket, 'data'))[0])).toBe('hi\n')
    const [entry] = await transcript(callers[0]?.id ?? '', (items) => items.length === 1)
    expect(entry?.detail).toEqual({ from: 'operator', operator: 'admin token', toAll: true })
  })

  test('is told what cannot be said', async () => {
    const { id } = await call(await chatService())
    const echo = await manager.echo()
    const { id: silent } = await call(echo)
    const messages = `/connections/${id}/messages`
    expect(await refusal(messages, {})).toEqual([400, 'validation-failed'])
    expect(await refusal(messages, { text: '' })).toEqual([400, 'validation-failed'])
    expect(await refusal(messages, { base64: 'no base64!' })).toEqual([400, 'validation-failed'])
    expect(await refusal(messages, { text: 'a', base64: 'YQ==' })).toEqual([400, 'validation-failed'])
    expect(await refusal(messages, { text: '€'.repeat(22_000) })).toEqual([413, 'payload-too-large'])
    expect(await refusal(messages, { text: 'x'.repeat(300_000) })).toEqual([413, 'payload-too-large'])
    expect(await refusal('/connections/unheard-of/messages', { text: 'a' })).toEqual([404, 'not-found'])
    expect(await refusal('/services/unheard-of/messages', { text: 'a' })).toEqual([404, 'not-found'])
    expect(await refusal(`/connections/${silent}/messages`, { text: 'a' })).toEqual([409, 'invalid-state'])
    expect(await refusal(`/services/${echo.id}/messages`, { text: 'a' })).toEqual([409, 'invalid-state'])
  })

  test('says a little at a time to a caller by UDP, whose address may be forged', async () => {
    const service = await manager.echo({
      name: 'desk',
      protocol: 'chat',
      listen: [{ transport: 'udp', port: 0 }],
    })
    const [endpoint] = service.endpoints
    const socket = createSocket('udp4')
    onTestFinished(() => void socket.close())
    socket.send('hi', endpoint && 'port' in endpoint ? endpoint.port : 0, '127.0.0.1')
    const isOne = (items: Connection[]) => items.length === 1
    const [{ id } = { id: '' }] = await manager.connections(isOne, `?service=${service.id}`)
    for (let said = 0; said < 16; said++) expect((await say(id, { text: 'hello there' })).status).toBe(200)
    expect(await refusal(`/connections/${id}/messages`, { text: 'still there?' })).toEqual([
      409,
      'invalid-state',
    ])
  })
})

describe('unread messages', () => {
  test('are counted for everybody, and outlive the manager', async () => {
    const service = await chatService(LINES)
    const { socket, id } = await call(service)
    expect(await unreadOf(id)).toBe(0)
    socket.write('one\ntwo\nthree\n')
    const entries = await transcript(id, (items) => items.length === 3)
    expect(await unreadOf(id)).toBe(3)
    const seqs = entries.map(({ seq }) => seq)
    const read = (seq: number | undefined) =>
      manager.call<Connection>('POST', `/connections/${id}/read`, { seq })
    expect((await read(seqs[1])).body.unread).toBe(1)
    expect((await read(seqs[0])).body.unread).toBe(1)
    manager = await manager.restart()
    expect(await unreadOf(id)).toBe(1)
    expect((await manager.call<Service>('GET', `/services/${service.id}`)).body.unread).toBe(1)
    // As much as there can be, and no message of the future.
    expect((await read(Number.MAX_SAFE_INTEGER)).body.unread).toBe(0)
    expect((await manager.call<Service>('GET', `/services/${service.id}`)).body.unread).toBe(0)
    const { socket: again, id: next } = await call(
      (await manager.call<Service>('GET', `/services/${service.id}`)).body,
    )
    await manager.call('POST', `/connections/${next}/read`, { seq: Number.MAX_SAFE_INTEGER })
    again.write('four\n')
    await expect.poll(() => unreadOf(next)).toBe(1)
  })

  test('are none of the operator’s own, and null where no operator can speak', async () => {
    const { id } = await call(await chatService())
    await say(id, { text: 'hello' })
    await transcript(id, (items) => items.length === 1)
    expect(await unreadOf(id)).toBe(0)
    const echo = await manager.echo()
    expect(echo.unread).toBeNull()
    expect(await unreadOf((await call(echo)).id)).toBeNull()
    expect(await refusal('/connections/unheard-of/read', { seq: 1 })).toEqual([404, 'not-found'])
  })
})

test('chats are listed with their last message', async () => {
  const service = await chatService(LINES)
  const [one, two] = [await call(service), await call(service)]
  one.socket.write('hello\nanybody?\n')
  await transcript(one.id, (items) => items.length === 2)
  const { body } = await manager.call<Page<Chat>>('GET', `/services/${service.id}/chats?limit=5`)
  expect(body.next).toBeNull()
  expect(body.items.map(({ connection, lastMessage }) => [connection.id, lastMessage?.preview])).toEqual([
    [two.id, undefined],
    [one.id, 'anybody?'],
  ])
  expect(body.items[1]?.connection.unread).toBe(2)
})

describe('the live feed', () => {
  test('takes messages and answers what became of them', async () => {
    const service = await chatService(LINES)
    const { socket, id } = await call(service)
    const live = await LiveClient.open(manager)
    live.say({ op: 'send', id: 'm1', connectionId: id, text: 'hello' })
    expect(String((await once(socket, 'data'))[0])).toBe('hello\n')
    live.say({ op: 'send', id: 'm2', serviceId: service.id, text: 'all' })
    live.say({ op: 'send', id: 'm3', connectionId: 'unheard-of', text: 'hello' })
    live.say({ op: 'send', id: 'm4', connectionId: id })
    const answers = await live.count(4, ({ type }) => type === 'sent' || type === 'problem')
    expect(answers.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toMatchObject([
      { type: 'problem', id: 'm3', problem: { code: 'not-found' } },
      { type: 'problem', id: 'm4', problem: { code: 'validation-failed' } },
      { type: 'sent', id: 'm1', sent: 1 },
      { type: 'sent', id: 'm2', sent: 1 },
    ])
  })

  test('tells every reader what is unread, and when it is no longer', async () => {
    const service = await chatService(LINES)
    const { socket, id } = await call(service)
    const readers = [await LiveClient.open(manager), await LiveClient.open(manager)]
    for (const reader of readers) reader.say({ op: 'subscribe', id: 'u', topic: 'unread' })
    for (const reader of readers) reader.say({ op: 'subscribe', id: 's', topic: 'services' })
    const told = (count: number) =>
      Promise.all(
        readers.map(async (reader) => {
          await reader.until((it) => it.type === 'unread' && it.unread[id] === count)
          const isService = (it: Service) => it.id === service.id && it.unread === count
          await reader.until((it) => it.type === 'services' && it.services.some(isService))
        }),
      )
    socket.write('one\ntwo\n')
    await told(2)
    await manager.call('POST', `/connections/${id}/read`, { seq: manager.app.store.journal.newest })
    await told(0)
  })
})
