import { describe, expect, it } from 'vitest'
import { Caller, Datagrams } from '../../fixtures/clients.ts'
import { EngineRoom, portOf, tcp, udp } from '../../fixtures/room.ts'
import type { Offence } from './offence.ts'

const CHALLENGE = {
  scheme: 'hmac-sha256' as const,
  secrets: [{ name: 'lab', secret: 'correct horse' }],
  timeoutMs: 10_000,
  accepted: '',
}

/** Resolves once the service has hung up. */
async function over(caller: Caller): Promise<void> {
  await Promise.race([caller.ended, caller.closed])
  caller.socket.end()
}

/** What counts against addresses, added up, once it is so much. */
function offencesOf(room: EngineRoom): (count: number) => Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  room.manager.on('offences', (offences: Offence[]) => {
    for (const { network, kind, count } of offences)
      counts[`${network} ${kind}`] = (counts[`${network} ${kind}`] ?? 0) + count
  })
  const sum = () => Object.values(counts).reduce((all, count) => all + count, 0)
  return async (count) => {
    await expect.poll(sum).toBe(count)
    return counts
  }
}

describe('a ban', () => {
  it('cuts who is here, refuses who comes, on every service and with its network as the rule', async () => {
    const room = await EngineRoom.open({ engines: 2 })
    const services = [await room.start('echo'), await room.start('echo')]
    const [service] = services as [(typeof services)[0]]
    const before = await Caller.from('127.0.0.2', portOf(service))
    const other = await Caller.from('127.0.0.3', portOf(service))
    expect(await before.send('x').read(1)).toBe('x')

    room.manager.ban(['127.0.0.2/32'])
    await over(before)
    expect(await room.ended(service)).toMatchObject({ closeReason: 'killed', remoteAddress: '127.0.0.2' })
    for (const one of services) {
      // Each engine hears of it by itself.
      await expect
        .poll(() => one.test('127.0.0.2'))
        .toEqual({ allowed: false, rule: { kind: 'ban', range: '127.0.0.2/32' } })
      await over(await Caller.from('127.0.0.2', portOf(one)))
      const refused = await room.entry('connection.refused', ({ serviceId }) => serviceId === one.id)
      expect(refused).toMatchObject({
        remoteAddress: '127.0.0.2',
        detail: { rule: 'ban', range: '127.0.0.2/32', count: 1 },
      })
    }
    expect(await other.send('y').read(1)).toBe('y')

    room.manager.liftBans(['127.0.0.2/32'])
    const again = await Caller.from('127.0.0.2', portOf(service))
    expect(await again.send('z').read(1)).toBe('z')
  })

  it('holds on an engine that takes the place of a lost one, and for a service that does not run', async () => {
    const room = await EngineRoom.open()
    room.manager.setBans(['127.0.0.2/32', '10.0.0.0/8'], ['10.1.0.0/16'])
    const service = await room.start('command')
    const killer = await Caller.to(portOf(service))
    killer.send('kill')
    await room.entry('service.restarted')
    await over(await Caller.from('127.0.0.2', portOf(service)))
    await room.entry('connection.refused')
    await service.stop()
    expect((await service.test('10.2.0.1')).rule).toEqual({ kind: 'ban', range: '10.0.0.0/8' })
    expect((await service.test('10.1.0.1')).allowed).toBe(true)
  })

  it('holds for UDP', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo', { listen: [udp(0)] })
    const client = await Datagrams.open()
    expect(await client.send(portOf(service), 'x').read(1)).toEqual(['x'])
    room.manager.ban(['127.0.0.1/32'])
    await room.ended(service)
    client.send(portOf(service), 'y')
    expect((await room.entry('connection.refused')).detail).toMatchObject({ rule: 'ban' })
  })

  it('makes few entries, however many are banned', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('echo')
    const addresses = Array.from({ length: 200 }, (_, at) => `127.0.1.${at + 1}`)
    room.manager.ban(addresses.map((address) => `${address}/32`))
    await Promise.all(addresses.map(async (address) => over(await Caller.from(address, portOf(service)))))
    await expect.poll(() => service.stats.refusedConnections).toBe(200)
    await service.stop()
    const refused = room.entries.filter(({ type }) => type === 'connection.refused')
    expect(refused.length).toBeLessThan(50)
    expect(refused.reduce((sum, { detail }) => sum + Number(detail?.['count']), 0)).toBe(200)
  })
})

describe('against an address count', () => {
  it('wrong answers to a challenge, and leaving without one', async () => {
    const room = await EngineRoom.open()
    const offences = offencesOf(room)
    const service = await room.start('echo', { challenge: CHALLENGE })
    const guesser = await Caller.from('127.0.0.2', portOf(service))
    await over(guesser.send(`${'0'.repeat(64)}\n`))
    const scanner = await Caller.from('127.0.0.3', portOf(service))
    await scanner.read(32)
    scanner.socket.end()
    expect(await offences(2)).toEqual({ '127.0.0.2/32 authRejected': 1, '127.0.0.3/32 noMessage': 1 })
  })

  it('errors of the protocol, silence, and refusals for what the address is or does', async () => {
    const room = await EngineRoom.open()
    const offences = offencesOf(room)
    const access = { allow: [], deny: ['127.0.0.4'], accessTimes: [] }
    const command = await room.start('command', { access, limits: { maxConnectionsPerIp: 1 } })
    await over((await Caller.from('127.0.0.2', portOf(command))).send('throw'))
    ;(await Caller.from('127.0.0.3', portOf(command))).socket.end()
    await over(await Caller.from('127.0.0.4', portOf(command)))
    const first = await Caller.from('127.0.0.5', portOf(command))
    await over(await Caller.from('127.0.0.5', portOf(command)))
    await over(first.send('bye'))
    expect(await offences(4)).toEqual({
      '127.0.0.2/32 protocolError': 1,
      '127.0.0.3/32 noMessage': 1,
      '127.0.0.4/32 connectionRefused': 1,
      '127.0.0.5/32 connectionRefused': 1,
    })
  })

  it('neither good connections, nor what others cause, nor anything on UDP', async () => {
    const room = await EngineRoom.open()
    const offences = offencesOf(room)
    const full = await room.start('echo', { limits: { maxConnections: 1 } })
    const guest = await Caller.to(portOf(full))
    await guest.send('x').read(1)
    await over(await Caller.from('127.0.0.2', portOf(full)))
    await over((await Caller.from('127.0.0.3', portOf(await room.start('command')))).send('bye'))
    const access = { allow: [], deny: ['127.0.0.1'], accessTimes: [] }
    const denying = await room.start('echo', { listen: [udp(0)], access })
    ;(await Datagrams.open()).send(portOf(denying), 'x')
    const throwing = await room.start('command', { listen: [udp(0), tcp(0)] })
    ;(await Datagrams.open()).send(portOf(throwing), 'throw')
    await room.entry('connection.closed', (entry) => entry.connection?.closeReason === 'protocol-error')
    await room.entry('connection.refused', ({ transport }) => transport === 'udp')
    // What came first is told first.
    await over((await Caller.from('127.0.0.9', portOf(throwing, 1))).send('throw'))
    expect(await offences(1)).toEqual({ '127.0.0.9/32 protocolError': 1 })
  })
})
