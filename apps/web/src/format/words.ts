import type { CloseReason, ServiceState } from '@switchboard/contract'

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
  return capitalise(words)
}

export const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Why something ended or failed, in words; unknown codes are shown readably. */
export const reasonWords = (code: string) =>
  (CLOSE_REASON_WORDS as Record<string, string>)[code] ?? humanise(code)

const EVENT_WORDS: Record<string, string> = {
  'auth.accepted': 'Challenge answered',
  'auth.rejected': 'Challenge failed',
  'connection.bytes-dropped': 'Datagrams dropped',
  'connection.reply-withheld': 'Reply withheld',
  'connection.send-failed': 'Sending failed',
}

/** What happened, in words: `connection.opened` → `Connection opened`. */
export const eventWords = (type: string) => EVENT_WORDS[type] ?? humanise(type)
