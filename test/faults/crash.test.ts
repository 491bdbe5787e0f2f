import { cp } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { JournalEntry, Page, Service } from '@switchboard/contract'
import { expect } from 'vitest'
import { childrenOf } from '../../bench/process-figures.ts'
import { spawnManager, startManager, type Manager } from '../support/manager.ts'
import { freePort } from '../support/port.ts'
import { createService, tcp } from '../support/services.ts'
import { aManager, temporaryFolder } from '../support/story.ts'
import { oneEcho } from './crowd.ts'
import { row, size } from './fault.ts'
import { filesIn } from './files.ts'
import { readJournal } from './journal.ts'
import { callOnAndOn, editOnAndOn, talkOnAndOn, uploadOnAndOn, type Acknowledged } from './load.ts'
import { inMs } from './measure.ts'
import { Witness } from './witness.ts'

const KILLS = Number(process.env['CRASH_KILLS'] ?? size(4, 100))
const CALLERS = 8
/** Every so many rounds the manager dies while it starts. */
const EARLY_DEATH = 4
/** In `npm test` other tests and their managers have the machine as well. */
const SERVING_AGAIN_MS = size(10_000, 2000)

type Ports = { echo: number; chat: number; files: number }
/** A folder that managers live and die on, and what they promised meanwhile. */
type Ground = { dataDir: string; ports: Ports; witness: Witness; acknowledged: Acknowledged }

row(
  {
    row: 32,
    what: `kill -9 of manager and engines at random under load, ${KILLS} times`,
    expected: `no shown entry, acknowledged file or edit lost; integrity ok; serving within ${SERVING_AGAIN_MS / 1000} s of the start`,
  },
  async () => {
    const ground = await prepareGround()
    const times: number[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill % EARLY_DEATH === EARLY_DEATH - 1) await dieStarting(ground)
      else times.push(await dieUnderLoad(ground))
      expect(await integrityOf(ground.dataDir)).toBe('ok')
    }
    const kept = await inspect(ground)
    const told = `serving again after ${inMs(median(times))}, at most ${inMs(Math.max(...times))}`
    expect(median(times), told).toBeLessThanOrEqual(SERVING_AGAIN_MS)
    return `${kept}; ${told}`
  },
)

async function prepareGround(): Promise<Ground> {
  const dataDir = await temporaryFolder()
  const ports = { echo: await freePort(), chat: await freePort(), files: await freePort() }
  const manager = await startManager({ dataDir })
  const create = (protocol: string, port: number, options = {}) =>
    createService(manager, { name: protocol, protocol, listen: [tcp(port)], desired: 'running', options })
  await create('echo', ports.echo)
  await create('chat', ports.chat)
  await create('file-transfer', ports.files, { reply: 'json' })
  await killAll(manager.pid)
  const acknowledged = { files: new Set<string>(), edit: 0 }
  return { dataDir, ports, witness: new Witness(), acknowledged }
}

/** Answers the milliseconds from the start of the process to the first connection that was served. */
async function dieUnderLoad({ dataDir, ports, witness, acknowledged }: Ground): Promise<number> {
  const start = performance.now()
  const starting = startManager({ dataDir })
  await firstEcho(ports.echo)
  const ms = performance.now() - start
  const manager = await starting
  const edited = await editedService(manager, acknowledged)
  witness.watch(manager)
  const load = Promise.all([
    ...Array.from({ length: CALLERS }, () => callOnAndOn(ports.echo)),
    talkOnAndOn(ports.chat),
    uploadOnAndOn(ports.files, acknowledged.files),
    uploadOnAndOn(ports.files, acknowledged.files),
    editOnAndOn(manager, edited, acknowledged),
  ])
  await pause(50 + Math.random() * 700)
  await killAll(manager.pid)
  await load
  return ms
}

/** In the midst of reading, repairing and starting what was left. */
async function dieStarting({ dataDir }: Ground): Promise<void> {
  const child = spawnManager({ dataDir })
  await pause(Math.random() * 1500)
  await killAll(child.pid ?? NaN)
}

/** At one blow, so that nobody has the time to tidy up; resolves when all of them are gone. */
async function killAll(manager: number): Promise<void> {
  const pids = [manager, ...childrenOf(manager)]
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await expect.poll(() => pids.filter(isRunning), { interval: 5 }).toEqual([])
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function firstEcho(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const fate = await oneEcho(socket)
    socket.destroy()
    if (fate === 'served') return
    await pause(5)
  }
}

/** The service that is edited; what it says now is at least what was acknowledged last. */
async function editedService({ rest }: Manager, { edit }: Acknowledged): Promise<Service> {
  const { body } = await rest.get<Page<Service>>('/services')
  const service = body.items.find(({ name }) => name === 'echo')
  if (!service) throw new Error('The service echo is gone.')
  expect(Number(service.description)).toBeGreaterThanOrEqual(edit)
  return service
}

/** Of a copy, because whoever opens the original repairs it, and that is the next manager's work. */
async function integrityOf(dataDir: string): Promise<unknown> {
  const copy = await temporaryFolder()
  for (const name of ['switchboard.db', 'switchboard.db-wal']) {
    await cp(join(dataDir, name), join(copy, name)).catch(() => undefined) // no log after a quiet moment
  }
  const database = new DatabaseSync(join(copy, 'switchboard.db'))
  const { integrity_check: answer } = database.prepare('PRAGMA integrity_check').get() ?? {}
  database.close()
  return answer
}

async function inspect({ dataDir, witness, acknowledged }: Ground): Promise<string> {
  const manager = await aManager({ dataDir })
  const journal = await readJournal(manager.rest)
  expect(witness.missing(journal)).toEqual([])
  expect(witness.repeated).toEqual([])
  expect(witness.shown.size).toBeGreaterThan(0)
  expect(unended(journal)).toEqual([])
  const onRecord = new Set((await filesIn(manager)).map((file) => file.sha256))
  expect([...acknowledged.files].filter((digest) => !onRecord.has(digest))).toEqual([])
  await editedService(manager, acknowledged)
  return `${witness.shown.size} entries shown, ${acknowledged.files.size} files and ${acknowledged.edit} edits acknowledged: 0 lost`
}

/** Connections that were opened on record and never closed. */
function unended(journal: JournalEntry[]): (string | null)[] {
  const closed = new Set(of('connection.closed'))
  return of('connection.opened').filter((id) => !closed.has(id))

  function of(type: string) {
    return journal.filter((entry) => entry.type === type).map(({ connectionId }) => connectionId)
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
