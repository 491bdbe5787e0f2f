import { rm, writeFile } from 'node:fs/promises'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Health } from '@switchboard/contract'
import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
import { temporaryFolder } from '../support/story.ts'
import { storm } from './crowd.ts'
import { managerRow, row, size } from './fault.ts'
import { tally } from './journal.ts'
import { inMs, watchRest } from './measure.ts'
import { managerOnSmallDisk, NO_MOUNT } from './own-mount.ts'
import { openScene, type Scene } from './scene.ts'

const LOCK_MS = size(2_000, 30_000)
const READER_MS = size(1_000, 300_000)
/** In five minutes no more than can be read back and counted. */
const BETWEEN_STORMS_MS = size(0, 1000)
const CALLS = size(500, 20_000)
/** As many as find room on the small disk. */
const CALLS_ON_SMALL_DISK = size(500, 3000)
/** An engine lets nobody in once 10,000 entries are under way; those that are in may still say something. */
const MOST_QUEUED = 2 * 11_000
/** A lock that was waited for on the loop would cost 250 ms each time. In `npm test` the start is among the few samples. */
const LONGEST_DELAY_MS = size(200, 50)
const MIB = 2 ** 20
const LOG_MIB = 16

managerRow(
  {
    row: 34,
    what: `a foreign lock of ${LOCK_MS / 1000} s, ${CALLS} calls meanwhile`,
    expected: `health degraded, bounded queue, REST and event loop p99 ≤ ${LONGEST_DELAY_MS} ms, all on record, well again by itself`,
  },
  async (scene) => {
    const { manager, rest } = scene
    const stranger = new DatabaseSync(join(manager.dataDir, 'switchboard.db'))
    const service = await startOpen(scene)
    stranger.exec('BEGIN IMMEDIATE')
    const watch = watchRest(rest)
    const calls = storm(portOf(service), CALLS)
    const queued = await longestQueue(scene, LOCK_MS)
    const restMs = await watch.stop()
    const { checks, eventLoop } = await healthOf(scene)
    expect(checks.store).toMatchObject({ status: 'degraded', message: expect.stringMatching(/locked/) })
    expect(queued).toBeLessThanOrEqual(MOST_QUEUED)
    expect(restMs).toBeLessThanOrEqual(LONGEST_DELAY_MS)
    expect(eventLoop.p99Ms).toBeLessThanOrEqual(LONGEST_DELAY_MS)
    stranger.exec('COMMIT')
    stranger.close()
    await allOnRecord(scene, service.id, await calls)
    await wellAgain(scene)
    return `REST p99 ${inMs(restMs)}, ${inWords(eventLoop)}, at most ${queued} queued, 0 lost`
  },
)

managerRow(
  {
    row: 35,
    what: `somebody reads the database for ${READER_MS / 1000} s, calls meanwhile`,
    expected: `nothing waits; the log grows by what is written, and is ≤ ${LOG_MIB} MiB again afterwards`,
  },
  async (scene) => {
    const database = join(scene.manager.dataDir, 'switchboard.db')
    const logMib = () => statSync(`${database}-wal`).size / MIB
    const service = await startOpen(scene)
    const stranger = new DatabaseSync(database)
    stranger.exec('BEGIN')
    stranger.prepare('SELECT count(*) FROM journal').get()
    const total = { served: 0, refused: 0 }
    for (const until = performance.now() + READER_MS; performance.now() < until;) {
      const { served, refused } = await storm(portOf(service), 100)
      total.served += served
      total.refused += refused
      await pause(BETWEEN_STORMS_MS)
    }
    await allOnRecord(scene, service.id, total)
    const { eventLoop } = await healthOf(scene)
    const grown = logMib()
    stranger.exec('COMMIT')
    stranger.close()
    // The log begins anew with a commit after the one that has folded all of it into the database.
    const logAfterCalls = () => storm(portOf(service), 50).then(logMib)
    await expect.poll(logAfterCalls).toBeLessThanOrEqual(LOG_MIB)
    return `${grown.toFixed(1)} MiB of log after ${total.served} connections, then ${logMib().toFixed(1)} MiB; ${inWords(eventLoop)}`
  },
)

row(
  {
    row: 30,
    what: 'the journal fills an 8 MiB disk',
    expected: 'health degraded, entries wait, all on record and well again when there is room',
  },
  async (context) => {
    const dataDir = await temporaryFolder()
    const command = managerOnSmallDisk(dataDir)
    if (!command) return context.skip(NO_MOUNT)
    const scene = await openScene({ dataDir, command })
    const service = await startOpen(scene)
    const filler = join(`/proc/${scene.manager.pid}/root`, dataDir, 'filler')
    await writeFile(filler, Buffer.alloc(8 * MIB)).catch(() => undefined) // no more room
    const calls = storm(portOf(service), CALLS_ON_SMALL_DISK)
    await expect
      .poll(async () => (await healthOf(scene)).checks.store)
      .toMatchObject({ status: 'degraded', message: expect.stringMatching(/disk/) })
    const { eventLoop, checks } = await healthOf(scene)
    await rm(filler)
    await allOnRecord(scene, service.id, await calls)
    await wellAgain(scene)
    await scene.unharmed()
    return `${checks.store.queued} entries waited, 0 lost, ${inWords(eventLoop)}`
  },
)

/** An echo service that lets in as many as come. */
const startOpen = ({ start }: Scene) =>
  start('echo', { limits: { connectionRate: null, maxConnections: 5000 } })

const inWords = ({ p99Ms, longestMs }: Health['eventLoop']) => `loop p99 ${p99Ms} ms, at most ${longestMs} ms`

const healthOf = async ({ rest }: Scene) => (await rest.get<Health>('/health')).body

async function longestQueue(scene: Scene, forMs: number): Promise<number> {
  let longest = 0
  for (const until = performance.now() + forMs; performance.now() < until; await pause(50))
    longest = Math.max(longest, (await healthOf(scene)).checks.store.queued)
  return longest
}

async function allOnRecord(
  { rest }: Scene,
  id: string,
  { served, refused }: { served: number; refused: number },
) {
  expect(refused).toBe(0)
  await expect
    .poll(() => tally(rest, id), { timeout: 60_000 })
    .toMatchObject({ opened: served, closed: served, refused: 0 })
}

const wellAgain = (scene: Scene) => expect.poll(async () => (await healthOf(scene)).status).toBe('ok')
