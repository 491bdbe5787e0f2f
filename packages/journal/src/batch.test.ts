import { expect, it } from 'vitest'
import { CONNECTION_KEYS, decodeBatch, encodeBatch, entriesOf, ENTRY_KEYS, joinBatches } from './batch.ts'
import type { ConnectionRecord } from './connection-record.ts'
import { blankEntry, type NewEntry } from './entry.ts'
import { closedEntry, openedEntry } from './lifecycle.ts'

const record: ConnectionRecord = {
  id: 'con_1',
  serviceId: 'svc_1',
  serviceName: 'echo "lab"',
  protocol: 'echo',
  transport: 'tcp',
  localAddress: '127.0.0.1',
  localPort: 7007,
  remoteAddress: '::1',
  remotePort: 51_234,
  openedAt: 1_795_239_402_511,
  closedAt: null,
  bytesIn: 1,
  bytesOut: 2,
  chunksIn: 3,
  messagesIn: 4,
  messagesOut: 5,
  closeReason: null,
  error: null,
  identity: null,
}

const entries: NewEntry[] = [
  {
    ...blankEntry('service.started', 'info'),
    serviceId: 'svc_1',
    serviceName: 'a\0b',
    bytes: 7,
    preview: '🙂',
  },
  { ...openedEntry(record), connection: record },
  { ...blankEntry('chat.message', 'warning'), direction: 'in', detail: { list: [1, null, { deep: '"' }] } },
]

it('is the same entries after the way', () => {
  expect(decodeBatch(encodeBatch(entries))).toEqual(entries)
})

it('gives out the entries of some types alone', () => {
  const batch = encodeBatch(entries)
  expect(entriesOf(batch, ['chat.message', 'service.started'])).toEqual([entries[0], entries[2]])
  expect(entriesOf({ ...batch, entries: 'not read' }, ['connection.refused'])).toEqual([])
})

it('has a place for everything an entry and a connection say', () => {
  expect(Object.keys(blankEntry('a', 'info')).toSorted()).toEqual(ENTRY_KEYS.toSorted())
  expect(Object.keys(record).toSorted()).toEqual(CONNECTION_KEYS.toSorted())
})

it('joined is what it had been as one', () => {
  const parts = [entries.slice(0, 1), [], entries.slice(1)]
  expect(joinBatches(parts.map((part) => encodeBatch(part)))).toEqual(encodeBatch(entries))
  expect(joinBatches([])).toEqual(encodeBatch([]))
})

it('tells how a connection ended', () => {
  const closed = {
    ...record,
    closedAt: record.openedAt + 12,
    closeReason: 'reset' as const,
    error: 'ECONNRESET',
  }
  expect(closedEntry(closed)).toMatchObject({
    at: closed.closedAt,
    type: 'connection.closed',
    severity: 'info',
    bytes: 3,
    detail: { reason: 'reset', durationMs: 12, bytesIn: 1, messagesOut: 5, error: 'ECONNRESET' },
  })
  expect(closedEntry(closed).detail).not.toHaveProperty('peerEndedMs')
  const sideEnds = { peer: record.openedAt + 3, own: null }
  expect(closedEntry({ ...closed, sideEnds }).detail).toMatchObject({ peerEndedMs: 3 })
  expect(closedEntry({ ...closed, sideEnds }).detail).not.toHaveProperty('ownEndedMs')
  expect(closedEntry({ ...closed, closeReason: 'engine-lost', error: null })).toMatchObject({
    severity: 'warning',
  })
})
