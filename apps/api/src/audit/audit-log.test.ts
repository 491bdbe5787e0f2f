import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@switchboard/store'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { AuditLog, type NewAuditRow } from './audit-log.ts'

const row = (action: string): NewAuditRow => ({
  ...{ at: 1000, action, actor: 'ada', role: 'admin', method: 'session', userId: 'usr_1', tokenId: null },
  ...{ address: '127.0.0.1', target: null, targetName: null, changes: [], requestId: 'r' },
})

test('what the disk does not take is in the log of the process, and written when it does, in its order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-audit-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'switchboard.db')
  const store = await openStore({ url: `file:${path}` })
  const lines: string[] = []
  const log = new AuditLog(store.audit, pino({ level: 'error' }, { write: (line) => void lines.push(line) }))
  const foreign = new Database(path)

  foreign.exec('BEGIN EXCLUSIVE')
  await log.append(row('service.start'))
  await log.append(row('service.stop'))
  expect(lines.map((line) => (JSON.parse(line) as { audit: NewAuditRow }).audit.action)).toEqual([
    'service.start',
    'service.stop',
  ])
  foreign.exec('ROLLBACK')
  foreign.close()

  const actions = async () => (await store.audit.list({ limit: 10 })).map(({ action }) => action)
  await expect.poll(actions, { timeout: 20_000 }).toEqual(['service.stop', 'service.start'])
  await log.append(row('service.delete'))
  await log.close()
  expect(await actions()).toEqual(['service.delete', 'service.stop', 'service.start'])
  await store.close()
}, 60_000)
