import type { JournalEntry } from '@switchboard/contract'

/** Where the bytes of a captured message are shown; null for an entry about anything else. */
export function exchangeOf({ seq, type, connectionId, direction, detail }: JournalEntry): string | null {
  const end = detail?.['end']
  if (!type.startsWith('message.') || connectionId === null || direction === null || typeof end !== 'number')
    return null
  return `/connections/${connectionId}?at=${direction}:${end}&seq=${seq}`
}
