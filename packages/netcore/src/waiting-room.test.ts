import { expect, it, onTestFinished } from 'vitest'
import { Caller } from '../fixtures/clients.ts'
import { EngineRoom, portOf } from '../fixtures/room.ts'
import type { Service } from './service.ts'

/** Callers whom a service has let in and cannot serve, because the journal is behind until `write` is called. */
async function crowdedRoom(addresses: string[]) {
  const room = await EngineRoom.open()
  const disk = Promise.withResolvers<void>()
  onTestFinished(() => disk.resolve())
  const service = await room.start('command', { limits: { maxConnections: 1 + addresses.length } })
  room.writeEntries = () => disk.promise
  const talker = await Caller.to(portOf(service))
  talker.send('fill the journal')
  const noted = () => room.entries.filter(({ type }) => type === 'test.noted').length
  await expect.poll(noted).toBe(10_000)
  const callers = await Promise.all(addresses.map((address) => Caller.from(address, portOf(service))))
  await expect.poll(() => ruleFor(service)).toBe('max-connections')
  return { room, service, callers, write: () => disk.resolve() }
}

const ruleFor = async (service: Service) => (await service.test('127.0.0.9')).rule.kind

/** How many were refused, by rule. */
async function refusals(room: EngineRoom, service: Service): Promise<Record<string, number>> {
  await service.stop({ drainMs: 0 })
  const counts: Record<string, number> = {}
  for (const { type, detail } of room.entries) {
    if (type !== 'connection.refused') continue
    counts[String(detail?.rule)] = (counts[String(detail?.rule)] ?? 0) + Number(detail?.count)
  }
  return counts
}

it('holds who comes while the journal is behind, and serves them when it is not any more', async () => {
  const { room, service, callers, write } = await crowdedRoom(['127.0.0.2', '127.0.0.3'])
  for (const caller of callers) caller.send('bye')
  expect(room.entries.filter(({ type }) => type === 'connection.opened')).toHaveLength(1)
  write()
  expect(await Promise.all(callers.map((caller) => caller.read(3)))).toEqual(['bye', 'bye'])
  expect(await refusals(room, service)).toEqual({})
})

it('is emptied at once when the service stops, and everybody in it is on record as refused', async () => {
  const { room, service, callers, write } = await crowdedRoom(['127.0.0.2', '127.0.0.3', '127.0.0.4'])
  const stopped = refusals(room, service)
  await Promise.all(callers.map(({ ended, closed }) => Promise.race([ended, closed])))
  write()
  expect(await stopped).toEqual({ 'service-stopping': 3 })
  expect(service.stats).toMatchObject({ totalConnections: 1, refusedConnections: 3 })
})

it('lets nobody out to the protocol who was banned meanwhile', async () => {
  const { room, service, callers, write } = await crowdedRoom(['127.0.0.2', '127.0.0.3'])
  const [banned, other] = callers
  room.manager.ban(['127.0.0.2/32'])
  write()
  expect(await other?.send('bye').read(3)).toBe('bye')
  await Promise.race([banned?.ended, banned?.closed])
  expect(await refusals(room, service)).toEqual({ ban: 1 })
})
