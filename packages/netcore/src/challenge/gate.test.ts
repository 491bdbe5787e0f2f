import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Caller, Datagrams } from '../../fixtures/clients.ts'
import { EngineRoom, portOf, tcp, udp } from '../../fixtures/room.ts'
import type { Challenge } from './challenge.ts'
import { CHALLENGE_BYTES } from './gate.ts'

const LAB: Challenge = {
  scheme: 'hmac-sha256',
  secrets: [
    { name: 'field', secret: 'another secret' },
    { name: 'lab', secret: 'correct horse' },
  ],
  timeoutMs: 10_000,
  accepted: 'hello',
}

async function gated(challenge: Partial<Challenge> = {}, protocol = 'echo') {
  const room = await EngineRoom.open()
  const service = await room.start(protocol, { challenge: { ...LAB, ...challenge } })
  const caller = () => Caller.to(portOf(service))
  return { room, service, caller }
}

/** What the caller has to answer, once it was asked. */
async function digestFor(caller: Caller, secret = 'correct horse'): Promise<string> {
  await caller.read(CHALLENGE_BYTES)
  return createHmac('sha256', secret).update(caller.received.subarray(0, CHALLENGE_BYTES)).digest('hex')
}

const said = (caller: Caller) => caller.received.subarray(CHALLENGE_BYTES).toString()

/** Resolves once the service has hung up. */
async function over(caller: Caller): Promise<void> {
  await Promise.race([caller.ended, caller.closed])
  caller.socket.end()
}

/** Resolves once the service has said `text` after its challenge. */
async function hears(caller: Caller, text: string): Promise<void> {
  await caller.read(CHALLENGE_BYTES + text.length)
  expect(said(caller)).toBe(text)
}

describe('a right answer', () => {
  it('opens the way to the protocol, and its name is the identity', async () => {
    const { room, service, caller } = await gated()
    const peer = await caller()
    const digest = await digestFor(peer)
    await expect.poll(() => room.manager.connections.list()[0]?.phase).toBe('challenged')
    peer.send(digest)
    await hears(peer, 'hello')
    peer.send('ping')
    await hears(peer, 'helloping')
    await expect
      .poll(() => room.manager.connections.list()[0])
      .toMatchObject({ identity: 'lab', phase: 'open' })
    peer.socket.end()
    expect(await room.ended(service)).toMatchObject({
      ...{ identity: 'lab', closeReason: 'peer-closed', error: null },
      ...{ bytesIn: 68, bytesOut: 41, messagesIn: 1, messagesOut: 1 },
    })
    const { detail } = await room.entry('auth.accepted')
    expect(detail).toEqual({ identity: 'lab', scheme: 'hmac-sha256' })
  })

  it('may be SHA-1 of secret and challenge for old clients', async () => {
    const { caller } = await gated({ scheme: 'sha1-prefix' })
    const peer = await caller()
    await peer.read(CHALLENGE_BYTES)
    peer.send(createHash('sha1').update('correct horse').update(peer.received).digest('hex'))
    await hears(peer, 'hello')
  })

  it.each(['\n', '\r\n'])(
    'may be followed by %j at once or later, and the protocol does not see it',
    async (end) => {
      const { caller } = await gated()
      for (let at = 0; at <= end.length; at++) {
        const peer = await caller()
        peer.send((await digestFor(peer)) + end.slice(0, at))
        if (at === 0) await hears(peer, 'hello')
        else await new Promise((resolve) => setImmediate(resolve))
        peer.send(end.slice(at))
        await hears(peer, 'hello')
        peer.send('\nping')
        await hears(peer, 'hello\nping')
      }
    },
  )

  it('gives back a CR that no LF followed', async () => {
    const { caller } = await gated()
    const peer = await caller()
    peer.send(await digestFor(peer))
    await hears(peer, 'hello')
    peer.send('\r')
    peer.socket.end()
    await peer.ended
    expect(said(peer)).toBe('hello\r')
  })

  it('may be written byte by byte', async () => {
    const { caller } = await gated()
    const peer = await caller()
    for (const sign of `${await digestFor(peer)}\r\n`) {
      peer.send(sign)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await hears(peer, 'hello')
  })

  it('is followed by the framing of the service, and by nothing where `accepted` is empty', async () => {
    const { room, service } = await gated({ accepted: '' })
    service.update({ ...service.spec, options: { framing: { kind: 'lines', maxBytes: 4 } } })
    const peer = await Caller.to(portOf(service))
    peer.send(await digestFor(peer))
    await room.entry('auth.accepted')
    peer.send('\none\n12345\n')
    await over(peer)
    expect(said(peer)).toBe('one\n')
    expect((await room.ended(service)).error).toBe('a line is longer than 4 bytes')
  })
})

describe('any other answer is closed without a byte', () => {
  const close = async (challenge: Partial<Challenge>, act: (peer: Caller) => Promise<unknown>) => {
    const { room, service, caller } = await gated(challenge)
    const peer = await caller()
    await act(peer)
    await over(peer)
    expect(said(peer)).toBe('')
    const { reason } = (await room.entry('auth.rejected')).detail ?? {}
    const { closeReason, error, identity } = await room.ended(service)
    expect(identity).toBeNull()
    expect(room.entries.filter(({ type }) => type.startsWith('auth.'))).toHaveLength(1)
    return { reason, closeReason, error }
  }

  it('a wrong one', async () => {
    const outcome = await close({}, async (peer) => peer.send(await digestFor(peer, 'wrong horse')))
    const error = 'the answer to the challenge fits no secret'
    expect(outcome).toEqual({ reason: 'wrong', closeReason: 'protocol-error', error })
  })

  it('one that goes on', async () => {
    const outcome = await close({}, async (peer) => peer.send(`${await digestFor(peer)}\nping`))
    expect(outcome).toMatchObject({ reason: 'too-long', closeReason: 'protocol-error' })
  })

  it('a late one, also when bytes keep coming', async () => {
    const outcome = await close({ timeoutMs: 300 }, async (peer) => {
      const digest = await digestFor(peer)
      let at = 0
      const drip = setInterval(() => at < 60 && peer.send(digest.charAt(at++)), 20)
      await over(peer)
      clearInterval(drip)
      expect(at).toBeLessThan(60)
    })
    const error = 'the challenge was not answered within 300 ms'
    expect(outcome).toEqual({ reason: 'late', closeReason: 'protocol-error', error })
  })

  it('half a one', async () => {
    const outcome = await close({}, async (peer) => peer.socket.end((await digestFor(peer)).slice(0, 63)))
    expect(outcome).toEqual({ reason: 'ended', closeReason: 'peer-closed', error: null })
  })

  it('none, from a peer that is reset', async () => {
    const outcome = await close({}, async (peer) => {
      await digestFor(peer)
      peer.socket.resetAndDestroy()
    })
    expect(outcome).toMatchObject({ reason: 'ended', closeReason: 'reset' })
  })
})

it('takes new secrets for new connections at once', async () => {
  const { service, caller } = await gated()
  const before = await caller()
  const digest = await digestFor(before)
  service.update({ ...service.spec, challenge: { ...LAB, secrets: [{ name: 'new', secret: 'new secret' }] } })
  await expect
    .poll(async () => {
      const peer = await caller()
      peer.send(await digestFor(peer, 'new secret'))
      await Promise.race([over(peer), hears(peer, 'hello').catch(() => undefined)])
      return said(peer)
    })
    .toBe('hello')
  before.send(digest)
  await hears(before, 'hello')
})

it('keeps a service with an obstacle from running, and says why', async () => {
  const room = await EngineRoom.open()
  const service = room.add('echo', {
    challenge: LAB,
    obstacle: 'secret.key is missing: put it back.',
    restart: { policy: 'always', delayMs: 10, maxDelayMs: 10, burst: 5, intervalMs: 10_000 },
  })
  await expect(service.start()).rejects.toMatchObject({ code: 'secrets-unavailable' })
  expect(service.state).toBe('failed')
  expect(service.stateReason?.message).toBe('secret.key is missing: put it back.')
})

it('is not possible on UDP', async () => {
  const room = await EngineRoom.open()
  const listen = [{ transport: 'udp', host: '127.0.0.1', port: 0 } as const]
  expect(() => room.add('echo', { listen, challenge: LAB })).toThrow(
    '/listen/0/transport is "udp", where nobody can be challenged: remove this address, or set challenge to null',
  )
})

it('turns away datagrams to a UDP address that waits for a restart to be gone', async () => {
  const room = await EngineRoom.open()
  const service = await room.start('echo', { listen: [udp(0)] })
  const port = portOf(service)
  const before = await Datagrams.open()
  expect(await before.send(port, 'ping').read(1)).toEqual(['ping'])
  service.update({ ...service.spec, listen: [tcp(0)], challenge: LAB })
  expect(service.restartNeeded).toEqual(['listen'])
  await expect
    .poll(async () => {
      ;(await Datagrams.open()).send(port, 'ping')
      return room.entries.find(({ type }) => type === 'connection.refused')?.detail
    })
    .toMatchObject({ rule: 'challenge' })
})
