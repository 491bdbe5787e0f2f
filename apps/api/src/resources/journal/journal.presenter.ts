import type { JournalEntry } from '@switchboard/contract'
import type { JournalRow } from '@switchboard/store'
import { timestamp } from '../../time.ts'

export function presentEntry(row: JournalRow): JournalEntry {
  return { ...row, at: timestamp(row.at) }
}
