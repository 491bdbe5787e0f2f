import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Caller } from '../fixtures/clients.ts'
import { EngineRoom, portOf } from '../fixtures/room.ts'
import type { Service } from './service.ts'

describe('a TCP connection', () => {
  it('answers a peer that has ended its side, and is on record with both addresses and every byte', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const caller = await Caller.to(portOf(service))
    caller.socket.end('hello')
    await caller.closed
    expect(caller.received.toString()).toBe('hello')
    expect(await room.ended(service)).toMatchObject({
      serviceName: 'echo-1',
      protocol: 'echo',
      transport: 'tcp',
      localAddress: '127.0.0.1',
      localPort: portOf(service),
      remoteAddress: '127.0.0.1',
      remotePort: expect.any(Number),
      bytesIn: 5,
      bytesOut: 5,
      messagesIn: 1,
      messagesOut: 1,
      closeReason: 'peer-closed',
      error: null,
    })
    const types = room.entries.map(({ type }) => type)
    expect(types.indexOf('connection.opened')).toBeLessThan(types.indexOf('connection.closed'))
    const { detail } = room.entries.find(({ type }) => type === 'connection.closed') ?? {}
    expect(detail).toMatchObject({ peerEndedMs: expect.any(Number), ownEndedMs: expect.any(Number) })
    expect(detail?.['ownEndedMs']).toBeGreaterThanOrEqual(Number(detail?.['peerEndedMs']))
  })

  it('carries 64 MiB both ways without holding it', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const caller = await Caller.to(portOf(service))
    const block = Buffer.alloc(1 << 20, 'switchboard ')
    let received = 0
    caller.socket.removeAllListeners('data').on('data', (chunk) => (received += chunk.length))
    for (let sent = 0; sent < 64; sent++) {
      await new Promise((resolve) => caller.socket.write(block, resolve))
    }
    caller.socket.end()
    await caller.closed
    expect(received).toBe(64 << 20)
    expect(await room.ended(service)).toMatchObject({ bytesIn: 64 << 20, bytesOut: 64 << 20 })
  })

  it('stops reading from a peer whose handler does not read', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('stall')
    const caller = await Caller.to(portOf(service))
    for (let sent = 0; sent < 64; sent++) caller.socket.write(Buffer.alloc(1 << 20))
    // The kernel takes some megabytes; what it does not take stays with the caller.
    expect(await settle(() => caller.socket.writableLength)).toBeGreaterThan(32 << 20)
    expect(room.manager.connections.list()[0]?.bytesIn ?? 0).toBeLessThan(1 << 20)
  })

  it('waits for a peer that does not read', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('flood')
    const caller = await Caller.to(portOf(service))
    caller.socket.removeAllListeners('data').pause()
    const sent = () => room.manager.connections.list()[0]?.bytesOut ?? 0
    await expect.poll(sent).toBeGreaterThan(0)
    const settled = await settle(sent)
    expect(settled).toBeLessThan(64 << 20)
    caller.socket.resume()
    await expect.poll(sent).toBeGreaterThan(settled + (8 << 20))
  })

  it('tells how it stands, and when the last byte went', async () => {
    const room = await EngineRoom.open()
    const standing = (service: Service) =>
      room.manager.connections.list().find(({ serviceId }) => serviceId === service.id)
    const phase = (service: Service) => expect.poll(() => standing(service)?.phase)

    const echo = await room.start('echo')
    const caller = await Caller.to(portOf(echo))
    await caller.send('x').read(1)
    await phase(echo).toBe('open')
    const first = standing(echo)?.lastActiveAt ?? 0
    expect(first).toBeGreaterThanOrEqual(standing(echo)?.openedAt ?? Infinity)
    await caller.send('y').read(1)
    await expect.poll(() => standing(echo)?.lastActiveAt).toBeGreaterThan(first)

    const slow = await room.start('flood')
    ;(await Caller.to(portOf(slow))).socket.removeAllListeners('data').pause()
    await phase(slow).toBe('slow')
    const narrow = await room.start('echo', { limits: { bandwidthBytesPerSecond: 1000 } })
    ;(await Caller.to(portOf(narrow))).send('x'.repeat(4000))
    await phase(narrow).toBe('throttled')
    const stalled = await room.start('stall')
    ;(await Caller.to(portOf(stalled))).socket.end()
    await phase(stalled).toBe('half-closed')
  })

  it('ends as reset when the peer resets', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const caller = await Caller.to(portOf(service))
    await caller.send('x').read(1)
    caller.socket.resetAndDestroy()
    expect(await room.ended(service)).toMatchObject({ closeReason: 'reset', error: 'ECONNRESET' })
  })

  it('ends when the protocol returns, with its last words delivered', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('command')
    const caller = await Caller.to(portOf(service))
    caller.send('bye')
    await caller.ended
    caller.socket.end()
    expect(caller.received.toString()).toBe('bye')
    expect((await room.ended(service)).closeReason).toBe('protocol-finished')
  })

  it('does not wait for a peer that never ends its side', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('command')
    const caller = await Caller.to(portOf(service))
    caller.send('bye')
    await caller.ended
    expect((await room.ended(service)).closeReason).toBe('protocol-finished')
  })

  it('ends as protocol-error when the protocol throws, with its message; others go on', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('command')
    const other = await Caller.to(portOf(service))
    const caller = await Caller.to(portOf(service))
    caller.send('throw')
    await caller.ended
    expect(await room.ended(service)).toMatchObject({ closeReason: 'protocol-error', error: 'as you wished' })
    expect(await other.send('bye').read(3)).toBe('bye')
  })

  it('can be killed, once', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const service = await room.start('echo')
    const caller = await Caller.to(portOf(service))
    await caller.send('x').read(1)
    const { connectionId } = await room.entry('connection.opened')
    expect(await room.manager.kill(connectionId ?? '')).toBe(true)
    await caller.ended
    expect((await room.ended(service)).closeReason).toBe('killed')
    expect(await room.manager.kill(connectionId ?? '')).toBe(false)
  })

  it('ends when nothing moves for the idle time', async () => {
    const room = await EngineRoom.open()
    const limits = { idleTimeoutMs: 300 }
    const service = await room.start('echo', { limits })
    const caller = await Caller.to(portOf(service))
    await caller.send('x').read(1)
    await caller.ended
    const { closeReason, openedAt, closedAt } = await room.ended(service)
    expect(closeReason).toBe('idle-timeout')
    expect((closedAt ?? 0) - openedAt).toBeGreaterThanOrEqual(300)
  })

  it('is refused above maxConnections: one entry at once, the rest counted', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo', { limits: { maxConnections: 1 } })
    await (await Caller.to(portOf(service))).send('x').read(1)
    for (let extra = 0; extra < 20; extra++) {
      const refused = await Caller.to(portOf(service))
      await Promise.race([refused.ended, refused.closed])
    }
    await service.stop({ drainMs: 0 })
    const refusals = room.entries.filter(({ type }) => type === 'connection.refused')
    expect(refusals[0]?.detail).toEqual({ rule: 'max-connections', count: 1 })
    expect(refusals.length).toBeLessThan(10)
    expect(refusals.reduce((sum, { detail }) => sum + Number(detail?.count), 0)).toBe(20)
    expect(service.stats).toMatchObject({ totalConnections: 1, refusedConnections: 20 })
  })
})

describe('a Unix connection', () => {
  it('is served over a socket file of this user; a dead file is replaced, a living one is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'echo.sock')
    await abandonedSocket(path)
    const room = await EngineRoom.open()
    const service = await room.start('echo', { listen: [{ transport: 'unix', path }] })
    expect(await (await Caller.to(path)).send('hello').read(5)).toBe('hello')
    const second = room.start('echo', { listen: [{ transport: 'unix', path }] })
    await expect(second).rejects.toMatchObject({
      code: 'address-in-use',
      context: { owner: { serviceId: service.id } },
    })
  })

  it('does not take the file of somebody who is too busy to accept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'busy.sock')
    await busySocket(path)
    const room = await EngineRoom.open()
    const start = room.start('echo', { listen: [{ transport: 'unix', path }] })
    await expect(start).rejects.toMatchObject({ code: 'address-in-use' })
  })

  it('never removes a file that is no socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'precious')
    await writeFile(path, 'data')
    const room = await EngineRoom.open()
    const start = room.start('echo', { listen: [{ transport: 'unix', path }] })
    await expect(start).rejects.toMatchObject({ code: 'address-in-use' })
  })
})

/** The value once it has been the same for five looks in a row. */
async function settle(look: () => number): Promise<number> {
  let same = 0
  let last = -1
  await expect
    .poll(
      () => {
        const now = look()
        same = now === last ? same + 1 : 0
        last = now
        return same
      },
      { interval: 150 },
    )
    .toBeGreaterThanOrEqual(5)
  return last
}

/** A socket file behind which nobody listens, as a killed process leaves it. */
async function abandonedSocket(path: string): Promise<void> {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  const child = spawn(process.execPath, ['-e', script])
  await once(child, 'exit')
}

/** A socket whose owner is stopped, with a backlog that is full: whoever connects gets EAGAIN. */
async function busySocket(path: string): Promise<void> {
  const script = `require('net').createServer().listen({ path: ${JSON.stringify(path)}, backlog: 0 }, () => console.log('listening'))`
  const child = spawn(process.execPath, ['-e', script])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  for (let isFull = false; !isFull;) {
    const socket = connect(path)
    onTestFinished(() => void socket.destroy())
    const refused = once(socket, 'error').then(([{ code }]) => code === 'EAGAIN')
    isFull = await Promise.race([refused, once(socket, 'connect').then(() => false)])
    socket.on('error', () => undefined)
  }
}
