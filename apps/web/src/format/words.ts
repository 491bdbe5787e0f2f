import type { CloseReason, JournalEntry, ServiceState } from '@switchboard/contract'
import { formatBytes } from './bytes.ts'
import { formatDuration } from './duration.ts'

export const STATE_WORDS: Record<ServiceState, string> = {
  running: 'Running',
  starting: 'Starting',
  degraded: 'Degraded',
  draining: 'Draining',
  backoff: 'Backoff',
  failed: 'Failed',
  stopped: 'Stopped',
}

export const CLOSE_REASON_WORDS: Record<CloseReason, string> = {
  'peer-closed': 'Peer closed',
  'protocol-finished': 'Protocol finished',
  killed: 'Killed',
  'service-stopped': 'Service stopped',
  'idle-timeout': 'Idle too long',
  'max-duration': 'Open too long',
  'slow-peer': 'Peer too slow',
  'protocol-error': 'Protocol error',
  reset: 'Reset by peer',
  'engine-lost': 'Engine lost',
  'manager-lost': 'Manager lost',
}

/** `protocol-error` → `Protocol error`, `bytesIn` → `Bytes in`: for codes and keys that have no words of their own. */
export function humanise(code: string): string {
  const words = code
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[.\-_]+/g, ' ')
    .toLowerCase()
    .replace(/ ms$/, ' (ms)')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Why something ended or failed, in words; unknown codes are shown readably. */
export const reasonWords = (code: string) =>
  (CLOSE_REASON_WORDS as Record<string, string>)[code] ?? humanise(code)

/** What happened, in words: `connection.opened` → `Connection opened`. */
export const eventWords = (type: string) => humanise(type)

/** The one-line story behind an entry: its preview, or the parts of its detail that tell most. */
export function entrySummary({ preview, detail }: JournalEntry): string {
  if (preview !== null) return preview
  if (detail === null) return ''
  const parts: string[] = []
  const { reason, durationMs, bytesIn, bytesOut } = detail
  if (typeof reason === 'string') parts.push(reasonWords(reason))
  if (typeof durationMs === 'number') parts.push(`after ${formatDuration(durationMs)}`)
  if (typeof bytesIn === 'number') parts.push(`${formatBytes(bytesIn)} in`)
  if (typeof bytesOut === 'number') parts.push(`${formatBytes(bytesOut)} out`)
  for (const key of ['message', 'error']) {
    const text = detail[key]
    if (typeof text === 'string') parts.push(text)
  }
  return parts.length > 0 ? parts.join(' · ') : compact(detail)
}

const compact = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${humanise(key)}: ${inWords(value)}`)
    .join(' · ')

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
