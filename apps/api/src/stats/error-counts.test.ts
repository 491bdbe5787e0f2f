import { blankEntry, encodeBatch, type Severity } from '@switchboard/journal'
import { expect, test } from 'vitest'
import { ErrorCounts } from './error-counts.ts'

const entry = (
  type: string,
  severity: Severity,
  serviceId: string | null,
  preview: string | null = null,
) => ({
  ...blankEntry(type, severity),
  serviceId,
  preview,
})

test('warnings and errors count for their service; refusals, and words like these in a text, do not', () => {
  const counts = new ErrorCounts()
  counts.note(
    encodeBatch([
      entry('service.failed', 'error', 'a'),
      entry('connection.closed', 'warning', 'a'),
      entry('connection.refused', 'warning', 'a'),
      entry('message.received', 'info', 'b', 'error'),
      entry('message.received', 'info', 'b', 'x","error","y'),
      entry('engine.lost', 'error', null),
    ]),
  )
  expect([counts.take('a'), counts.take('b'), counts.take(null), counts.take('a')]).toEqual([2, 0, 1, 0])
})
