import type { CloseReason, ServiceState, Severity } from '@switchboard/contract'
import { language } from '../language/language.ts'
import { t, told } from '../language/texts.ts'

export const STATE_WORDS: Record<ServiceState, string> = {
  running: 'Running',
  starting: 'Starting',
  degraded: 'Degraded',
  draining: 'Draining',
  backoff: 'Backoff',
  failed: 'Failed',
  stopped: 'Stopped',
}

const CLOSE_REASON_WORDS: Record<CloseReason, string> = {
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
  return told(capitalise(words))
}

export const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Why something ended or failed, in words; unknown codes are shown readably. */
export const reasonWords = (code: string) =>
  (CLOSE_REASON_WORDS as Record<string, string>)[code] ?? humanise(code)

const EVENT_WORDS: Record<string, string> = {
  'auth.accepted': 'Challenge answered',
  'auth.rejected': 'Challenge failed',
  'ban.added': 'Ban added',
  'ban.expired': 'Ban expired',
  'ban.lifted': 'Ban lifted',
  'chat.message': 'Chat message',
  'connection.bytes-dropped': 'Datagrams dropped',
  'connection.closed': 'Connection closed',
  'connection.opened': 'Connection opened',
  'connection.refused': 'Connection refused',
  'connection.reply-withheld': 'Reply withheld',
  'connection.send-failed': 'Sending failed',
  'engine.lost': 'Engine lost',
  'engine.started': 'Engine started',
  'file.damaged': 'File damaged',
  'file.deleted': 'File deleted',
  'file.received': 'File received',
  'file.rejected': 'File rejected',
  'file.sent': 'File sent',
  'message.received': 'Message received',
  'message.sent': 'Message sent',
  'service.created': 'Service created',
  'service.deleted': 'Service deleted',
  'service.draining': 'Service draining',
  'service.failed': 'Service failed',
  'service.recovered': 'Service recovered',
  'service.restarted': 'Service restarted',
  'service.started': 'Service started',
  'service.stopped': 'Service stopped',
  'service.updated': 'Service updated',
  'webhook.disabled': 'Webhook disabled',
}

/** What happened, in words: `connection.opened` → `Connection opened`. */
export const eventWords = (type: string) => EVENT_WORDS[type] ?? humanise(type)

const SEVERITY_WORDS: Record<Severity, string> = { info: t('info'), warning: t('warning'), error: t('error') }

export const severityWords = (severity: Severity) => SEVERITY_WORDS[severity]

/** Words that stand alone, for the middle of a sentence; German nouns keep their capitals. */
export const withinSentence = (words: string) => (language === 'de' ? words : words.toLowerCase())
