import type { JournalEntry } from '@switchboard/contract'
import { parseFilter, valueTerm } from '@switchboard/filter'
import { expect, test } from 'vitest'
import { entryFilters } from './row-filters.ts'

const entry: JournalEntry = {
  ...{ seq: 1, at: '2026-01-01T00:00:00.000Z', severity: 'info', type: 'connection.closed' },
  ...{ serviceId: 'svc_1', serviceName: 'my echo', connectionId: 'con_1', transport: 'tcp' },
  ...{ remoteAddress: '::1', remotePort: 5000, direction: null, bytes: 0, preview: null },
  detail: { reason: 'peer-closed', identity: null },
}

test('every value of an entry becomes a filter that can be read, and what it has none of is left out', () => {
  const found = entryFilters(entry)
  expect(found.map(({ label, shown }) => `${label}: ${shown}`)).toEqual([
    'Service: my echo',
    'Event: Connection closed',
    'Severity: Info',
    'Peer: ::1',
    'Transport: tcp',
    'Reason: Peer closed',
    'Size: 0 B',
    'Connection: con_1',
  ])
  for (const { field, value } of found) {
    const { error } = parseFilter(valueTerm(field, value, { exclude: true }), { subject: 'journal' })
    expect(error, field).toBeNull()
  }
})
