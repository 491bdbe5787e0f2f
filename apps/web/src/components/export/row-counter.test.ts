import { expect, test } from 'vitest'
import { RowCounter, type ExportFormat } from './row-counter.ts'

function count(format: ExportFormat, text: string): number {
  const counter = new RowCounter(format)
  for (const byte of new TextEncoder().encode(text)) counter.take(new Uint8Array([byte]))
  return counter.rows
}

test('NDJSON has a row on each line, whatever is quoted in it', () => {
  expect(count('ndjson', '{"a":"\\""}\n{"a":"b\\n"}\n')).toBe(2)
})

test('CSV has a header line, and line ends between quotes end no row', () => {
  expect(count('csv', 'a,b\r\n')).toBe(0)
  expect(count('csv', 'a,b\r\n"two\r\nlines","a ""word"""\r\n1,2\r\n')).toBe(2)
  expect(count('csv', '')).toBe(0)
})
