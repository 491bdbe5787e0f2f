import type { JournalEntry } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { entrySummary } from './entry-summary.ts'

const summary = (type: string, detail: Record<string, unknown> | null, preview: string | null = null) =>
  entrySummary({ type, preview, detail } as JournalEntry)

test('an entry tells its preview before anything else', () => {
  expect(summary('connection.closed', { reason: 'killed' }, 'hello')).toBe('hello')
  expect(summary('chat.message', null, 'a\u001b[2J\nb')).toBe('a‹ESC›[2J ⏎ b')
})

test.each([
  [
    'connection.closed',
    { reason: 'peer-closed', durationMs: 1400, bytesIn: 5, bytesOut: 2048, error: null },
    'Peer closed · 1.4 s · 5 B in · 2.0 KiB out',
  ],
  ['connection.refused', { rule: 'deny', range: '10.1.0.0/16', count: 1 }, 'Denied by 10.1.0.0/16'],
  ['connection.refused', { rule: 'connection-rate', count: 1204 }, 'Too many new connections · 1,204 times'],
  [
    'connection.reply-withheld',
    { rule: 'amplification', bytes: 900, allowedBytes: 5 },
    'Longer than the datagram it answers · 900 B · at most 5 B',
  ],
  ['connection.bytes-dropped', { rule: 'queue-full' }, 'More datagrams than could be handled'],
  [
    'ban.added',
    { network: '192.0.2.7/32', reason: 'score', score: 60, events: { authRejected: 30 } },
    '192.0.2.7/32 · score 60 · 30 wrong answers',
  ],
  [
    'ban.added',
    { network: '192.0.2.7/32', reason: 'manual', note: 'loud', events: {}, by: 'ada' },
    '192.0.2.7/32 · loud · by ada',
  ],
  ['ban.lifted', { network: '192.0.2.7/32', by: 'ada' }, '192.0.2.7/32 · by ada'],
  ['connection.send-failed', { error: 'ENETUNREACH' }, 'The system refused: ENETUNREACH'],
  [
    'service.failed',
    { code: 'engine-lost', message: 'Its engine is gone.', restartInMs: 400 },
    'Its engine is gone. · starts again in 400 ms',
  ],
  ['service.failed', { code: 'address-in-use', message: 'Taken.' }, 'Taken. · stays failed'],
  ['file.received', { name: 'a\nb.txt', bytes: 5, durationMs: 12 }, '“a ⏎ b.txt” · 5 B · 12 ms'],
  ['file.rejected', { reason: 'header-length', message: 'the length is 0' }, 'The length is 0'],
  ['service.started', { endpoints: ['tcp 127.0.0.1:7'] }, 'On tcp 127.0.0.1:7'],
  ['service.recovered', { engineId: 2 }, 'Carried by engine 2 again'],
  ['service.draining', { openConnections: 1, drainMs: 10_000 }, '1 connection may finish · within 10 s'],
  [
    'webhook.disabled',
    { name: 'on call', reason: 'The receiver answered 410.' },
    '“on call” · The receiver answered 410.',
  ],
  ['engine.started', { engineId: 1, pid: 42 }, 'Engine 1 · process 42'],
  ['engine.lost', { engineId: 1, reason: 'it ended with SIGKILL' }, 'Engine 1 · it ended with SIGKILL'],
])('%s %o reads', (type, detail, words) => {
  expect(summary(type, detail)).toBe(words)
})

test('other details are listed, without what is null', () => {
  expect(summary('new.thing', { pid: 42, ports: [1, 2], host: null })).toBe('Pid: 42 · Ports: 1, 2')
  expect(summary('new.thing', null)).toBe('')
})

test('a known type with other details than expected still tells them', () => {
  expect(summary('engine.lost', { cause: 'unknown' })).toBe('Cause: unknown')
})
