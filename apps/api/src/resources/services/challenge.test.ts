import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Connection, Problem, Service, ServiceInput } from '@switchboard/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dial, ECHO, TestManager } from '../../testing.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
})
afterEach(() => manager.clear())
afterAll(() => manager.close())

const SECRETS = [
  { name: 'lab', secret: 'correct horse' },
  { name: 'field', secret: 'battery staple' },
]
const GATED: ServiceInput = { ...ECHO, challenge: { secrets: SECRETS } }

const post = <Answer = Problem>(body: unknown) => manager.call<Answer>('POST', '/services', body)
const patch = <Answer = Service>(id: string, challenge: unknown) =>
  manager.call<Answer>('PATCH', `/services/${id}`, { challenge })

type Digest = (secret: string, challenge: Buffer) => string
const hmac: Digest = (secret, challenge) => createHmac('sha256', secret).update(challenge).digest('hex')
const sha1: Digest = (secret, challenge) => createHash('sha1').update(secret).update(challenge).digest('hex')

/** What the service says after an answer made with the secret: `hello`, or nothing. */
async function answer(service: Service, secret: string, digest = hmac): Promise<string> {
  const socket = await dial(service)
  socket.write(digest(secret, await bytes(socket, 32)))
  const heard = await bytes(socket, 5)
  socket.destroy()
  return heard.toString()
}

/** So many bytes, or fewer when the other side ends. */
async function bytes(socket: Socket, count: number): Promise<Buffer> {
  let heard = Buffer.alloc(0)
  const ended = once(socket, 'end').then(() => null)
  while (heard.length < count) {
    const data = await Promise.race([once(socket, 'data'), ended])
    if (!data) break
    heard = Buffer.concat([heard, data[0] as Buffer])
  }
  return heard
}

describe('the challenge of a service', () => {
  test('has defaults, lets in by any of its secrets, and is never read back', async () => {
    const service = await manager.echo(GATED)
    expect(service.challenge).toEqual({
      scheme: 'hmac-sha256',
      secrets: [
        { name: 'lab', secret: null },
        { name: 'field', secret: null },
      ],
      timeoutMs: 10_000,
      accepted: 'hello',
    })
    expect(await answer(service, 'correct horse')).toBe('hello')
    expect(await answer(service, 'battery staple')).toBe('hello')
    expect(await answer(service, 'wrong horse')).toBe('')
    const isOver = (all: Connection[]) => all.filter(({ closedAt }) => closedAt).length === 3
    const ended = await manager.connections(isOver, `?service=${service.id}`)
    expect(ended.map(({ identity }) => identity).sort()).toEqual(['field', 'lab', null])
    expect(ended.find(({ identity }) => identity === null)).toMatchObject({
      closeReason: 'protocol-error',
      error: 'the answer to the challenge fits no secret',
    })
  })

  test('is changed key by key; null keeps a secret by its name, and the others go', async () => {
    const service = await manager.echo(GATED)
    const shorter = await patch(service.id, { timeoutMs: 5000 })
    expect(shorter.body.challenge).toMatchObject({ timeoutMs: 5000, accepted: 'hello' })
    expect(await answer(service, 'correct horse')).toBe('hello')

    const secrets = [
      { name: 'field', secret: null },
      { name: 'attic', secret: 'new one' },
    ]
    const { body } = await patch(service.id, { scheme: 'sha1-prefix', secrets })
    expect(body.challenge?.secrets.map(({ name }) => name)).toEqual(['field', 'attic'])
    expect(await answer(service, 'battery staple', sha1)).toBe('hello')
    expect(await answer(service, 'new one', sha1)).toBe('hello')
    expect(await answer(service, 'correct horse', sha1)).toBe('')

    expect((await patch(service.id, null)).body.challenge).toBeNull()
    const socket = await dial(service)
    socket.end('ping')
    expect((await bytes(socket, 4)).toString()).toBe('ping')
  })

  test('is shown as the identity of an open connection', async () => {
    const service = await manager.echo(GATED)
    const socket = await dial(service)
    socket.write(hmac('battery staple', await bytes(socket, 32)))
    expect((await bytes(socket, 5)).toString()).toBe('hello')
    const isKnown = (open: Connection[]) => open[0]?.identity === 'field'
    expect(await manager.connections(isKnown, '?state=open')).toHaveLength(1)
    socket.destroy()
  })

  test('stands through a restart, sealed under a key of its own', async () => {
    await manager.echo(GATED)
    const key = await readFile(join(manager.dataDir, 'secret.key'), 'utf8')
    manager = await manager.restart()
    const [service] = await manager.eventually<Service>('/services', ([one]) => one?.state === 'running')
    expect(service && (await answer(service, 'correct horse'))).toBe('hello')
    expect(await readFile(join(manager.dataDir, 'secret.key'), 'utf8')).toBe(key)
  })
})

describe('is refused, by its field,', () => {
  const cases: [what: string, change: Partial<ServiceInput>, path: string, message: string][] = [
    [
      'on UDP',
      { listen: [{ transport: 'udp', port: 0 }] },
      '/listen/0/transport',
      'is "udp", where nobody can be challenged: remove this address, or set challenge to null',
    ],
    [
      'with the same name twice',
      { challenge: { secrets: [...SECRETS, { name: 'lab', secret: 'other' }] } },
      '/challenge/secrets/2/name',
      'is "lab", as in /challenge/secrets/0: each name can stand for one secret only',
    ],
    [
      'with a secret to keep where there is none',
      { challenge: { secrets: [{ name: 'lab', secret: null }] } },
      '/challenge/secrets/0/secret',
      'is null, and there is no secret "lab" on record that could be kept: send the secret itself',
    ],
    [
      'without secrets',
      { challenge: { secrets: [] } },
      '/challenge/secrets',
      'has too few items; at least 1 needed',
    ],
    [
      'with more time than half a minute',
      { challenge: { secrets: SECRETS, timeoutMs: 30_001 } },
      '/challenge/timeoutMs',
      '30001 is too large; at most 30000 is allowed',
    ],
    [
      'where the protocol needs it and it is missing',
      { protocol: 'challenge', challenge: null },
      '/challenge',
      'is null; challenge is nothing without it: set a scheme and at least one secret',
    ],
  ]

  test.each(cases)('%s', async (_what, change, path, message) => {
    const { status, body } = await post({ ...GATED, ...change })
    expect(status).toBe(400)
    expect(body.code).toBe('validation-failed')
    expect(body.errors).toEqual([{ path, message }])
  })

  test('when it is taken from a protocol that needs it, or begun without secrets', async () => {
    const { body } = await post<Service>({ ...GATED, protocol: 'challenge' })
    const taken = await patch<Problem>(body.id, null)
    expect(taken.body.errors?.map((error) => error.path)).toEqual(['/challenge'])
    const echo = await manager.echo({ name: 'plain', desired: 'stopped' })
    const begun = await patch<Problem>(echo.id, { timeoutMs: 500 })
    expect(begun.body.errors?.map((error) => error.path)).toEqual(['/challenge/secrets'])
  })
})

describe('without its key', () => {
  const failed = async () => {
    const [service] = await manager.eventually<Service>('/services', ([one]) => one?.state === 'failed')
    return service as Service
  }
  const withKey = async (change: (path: string) => Promise<unknown>) => {
    await manager.stop()
    await change(join(manager.dataDir, 'secret.key'))
    manager = await TestManager.start({ dataDir: manager.dataDir })
  }

  test('a service fails and says what to do; the others run, and the key put back helps', async () => {
    await manager.echo({ name: 'plain' })
    await manager.echo(GATED)
    const key = await readFile(join(manager.dataDir, 'secret.key'))
    await withKey((path) => rm(path))
    const service = await failed()
    expect(service.stateReason).toMatchObject({
      code: 'secrets-unavailable',
      message:
        'The secrets of "echo-lab" cannot be read: secret.key is missing in the data directory. Put the file back as it was, ' +
        'for this user to read and nobody else, and start Switchboard again. Or give the service new secrets.',
    })
    const started = await manager.call('POST', `/services/${service.id}/start`)
    expect([started.status, started.body.code]).toEqual([503, 'secrets-unavailable'])
    await manager.eventually<Service>('/services', (all) => all.some(({ state }) => state === 'running'))

    await withKey((path) => writeFile(path, key, { mode: 0o600 }))
    const [again] = await manager.eventually<Service>('/services', ([one]) => one?.state === 'running')
    expect(again && (await answer(again, 'correct horse'))).toBe('hello')
  })

  test('another key is not overwritten, and new secrets make the service whole', async () => {
    await manager.echo(GATED)
    const foreign = `${'5'.repeat(64)}\n`
    await withKey((path) => writeFile(path, foreign))
    const { id, stateReason } = await failed()
    expect(stateReason?.message).toContain('is not the one they are sealed with')
    await patch(id, { secrets: [{ name: 'lab', secret: 'a new one' }] })
    const { body } = await manager.call<Service>('POST', `/services/${id}/start`)
    expect(await answer(body, 'a new one')).toBe('hello')
    expect(await readFile(join(manager.dataDir, 'secret.key'), 'utf8')).toBe(foreign)
  })

  test('nothing is kept unsealed where the key is useless', async () => {
    await writeFile(join(manager.dataDir, 'secret.key'), 'what?')
    manager = await manager.restart()
    const { status, headers, body } = await post(GATED)
    expect([status, body.code]).toEqual([503, 'secrets-unavailable'])
    expect(headers.get('retry-after')).toBe('60')
    expect(body.detail).toContain('is not a key of 64 hexadecimal digits')
  })
})
