import type { ChunkValues, Direction } from '@switchboard/journal'
import { expect, onTestFinished, test } from 'vitest'
import { Caller } from '../../fixtures/clients.ts'
import { EngineRoom, portOf } from '../../fixtures/room.ts'

const FULL = { mode: 'full', maxBytesPerConnection: 1 } as const

const chunksOf = (room: EngineRoom, direction: Direction) =>
  room.captured
    .flatMap(({ chunks }) => JSON.parse(chunks) as ChunkValues[])
    .filter((chunk) => chunk[3] === direction)

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

/** What entries say was dropped of a direction. */
const droppedIn = (room: EngineRoom, direction: Direction) =>
  sum(
    room.entries
      .filter((entry) => entry.type === 'connection.bytes-dropped' && entry.direction === direction)
      .map(({ bytes }) => bytes ?? 0),
  )

async function talk(room: EngineRoom, bytes: number): Promise<void> {
  const service = await room.start('echo', {
    capture: FULL,
    options: { framing: { kind: 'raw', maxBytes: 65_536 } },
  })
  const caller = await Caller.to(portOf(service))
  const block = 'x'.repeat(65_536)
  for (let sent = 0; sent < bytes; sent += block.length) await caller.send(block).read(block.length)
  caller.socket.end()
  const { bytesIn, bytesOut } = await room.ended(service)
  expect([bytesIn, bytesOut]).toEqual([bytes, bytes])
}

test('while the disk does not take them, bytes beyond a bound are dropped, and every one of them is on record', async () => {
  const room = await EngineRoom.open()
  const disk = Promise.withResolvers<boolean>()
  room.writeCaptured = () => disk.promise
  onTestFinished(() => disk.resolve(true))
  const bytes = 320 * 65_536
  await talk(room, bytes)
  for (const direction of ['in', 'out'] as const) {
    const captured = () => sum(chunksOf(room, direction).map((chunk) => chunk[5]))
    // What was captured comes beside the journal, not before it.
    await expect.poll(() => captured() + droppedIn(room, direction)).toBe(bytes)
    expect(captured()).toBeGreaterThan(0)
    expect(droppedIn(room, direction)).toBeGreaterThan(0)
  }
  const held = sum(room.captured.map(({ bytes }) => bytes.length))
  expect(held).toBeLessThanOrEqual(8_388_608)
})

test('what the disk refuses in the end is on record as dropped', async () => {
  const room = await EngineRoom.open()
  room.writeCaptured = async () => false
  await talk(room, 4 * 65_536)
  for (const direction of ['in', 'out'] as const) {
    while (droppedIn(room, direction) < 4 * 65_536) await room.next()
    expect(droppedIn(room, direction)).toBe(4 * 65_536)
  }
})
