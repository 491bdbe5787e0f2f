import type { JournalEntry } from '@switchboard/contract'
import { ruleWords } from './access-words.ts'
import { formatBytes } from './bytes.ts'
import { formatDuration } from './duration.ts'
import { formatNumber, plural } from './number.ts'
import { offenceWords } from './offence-words.ts'
import { inOneLine } from './visible-text.ts'
import { capitalise, humanise, reasonWords } from './words.ts'

type Detail = Record<string, unknown>
type Tell = (detail: Detail) => (string | null)[]

const WITHHELD: Record<string, string> = {
  'own-endpoint': 'the sender is a service of ours',
  'source-port': 'the sender’s port answers by itself',
  'source-address': 'nobody answers at the sender’s address',
  'one-reply': 'one reply to a datagram is enough',
  unasked: 'too much since the caller’s last datagram',
  amplification: 'longer than the datagram it answers',
  'too-long': 'longer than a datagram can be',
  bandwidth: 'more than the bandwidth allows',
}

const DROPPED: Record<string, string> = {
  'queue-full': 'more datagrams than could be handled',
  'capture-behind': 'not captured, because the disk does not keep up',
}

const REJECTED: Record<string, string> = {
  wrong: 'the answer fits no secret',
  late: 'no answer in time',
  'too-long': 'the answer was too long',
  ended: 'it ended without an answer',
}

const BY_TYPE: Record<string, Tell> = {
  'auth.accepted': ({ identity, scheme }) => [text(identity), text(scheme)],
  'auth.rejected': ({ reason, scheme }) => [
    text(reason, (code) => REJECTED[code] ?? humanise(code)),
    text(scheme),
  ],
  'ban.added': ({ network, reason, score, events, note, by }) => [
    text(network),
    reason === 'score' ? amount(score, (sum) => `score ${formatNumber(sum)}`) : text(note),
    reason === 'score' ? offenceWords(events as Record<string, number>) : null,
    text(by, (name) => `by ${name}`),
  ],
  'ban.expired': ({ network }) => [text(network)],
  'ban.lifted': ({ network, by }) => [text(network), text(by, (name) => `by ${name}`)],
  'connection.closed': ({ reason, durationMs, bytesIn, bytesOut, error }) => [
    text(reason, reasonWords),
    amount(durationMs, formatDuration),
    amount(bytesIn, (bytes) => `${formatBytes(bytes)} in`),
    amount(bytesOut, (bytes) => `${formatBytes(bytes)} out`),
    text(error),
  ],
  'connection.refused': ({ rule, range, count }) => [
    text(rule, (kind) => ruleWords(kind, text(range))),
    amount(count, (times) => (times > 1 ? plural(times, ['# time', '# times']) : null)),
  ],
  'connection.reply-withheld': ({ rule, bytes, allowedBytes }) => [
    text(rule, (kind) => WITHHELD[kind] ?? humanise(kind)),
    amount(bytes, formatBytes),
    rule === 'amplification' ? amount(allowedBytes, (most) => `at most ${formatBytes(most)}`) : null,
  ],
  'connection.bytes-dropped': ({ rule, bytes, messages }) => [
    text(rule, (kind) => DROPPED[kind] ?? WITHHELD[kind] ?? humanise(kind)),
    amount(bytes, formatBytes),
    amount(messages, (count) => (count > 0 ? plural(count, ['# message', '# messages']) : null)),
  ],
  'connection.send-failed': ({ error }) => [text(error, (code) => `the system refused: ${code}`)],
  'file.received': fileMoved,
  'file.sent': fileMoved,
  'file.rejected': ({ name, message }) => [text(name, fileName), text(message)],
  'service.failed': ({ message, restartInMs }) => [
    text(message),
    amount(restartInMs, (ms) => `starts again in ${formatDuration(ms)}`) ?? 'stays failed',
  ],
  'service.started': listening,
  'service.restarted': listening,
  'service.recovered': ({ endpoints, engineId }) => [
    addresses(endpoints),
    amount(engineId, (id) => `carried by engine ${id} again`),
  ],
  'service.draining': ({ openConnections, drainMs }) => [
    amount(openConnections, (open) => plural(open, ['# connection may finish', '# connections may finish'])),
    amount(drainMs, (ms) => `within ${formatDuration(ms)}`),
  ],
  'service.stopped': ({ totalConnections, refusedConnections, bytesIn, bytesOut }) => [
    amount(totalConnections, (total) => plural(total, ['# connection', '# connections'])),
    amount(refusedConnections, (refused) => (refused > 0 ? `${formatNumber(refused)} refused` : null)),
    amount(bytesIn, (bytes) => `${formatBytes(bytes)} in`),
    amount(bytesOut, (bytes) => `${formatBytes(bytes)} out`),
  ],
  'webhook.disabled': ({ name, reason }) => [text(name, fileName), text(reason)],
  'engine.started': ({ engineId, pid }) => [
    amount(engineId, (id) => `engine ${id}`),
    amount(pid, (id) => `process ${id}`),
  ],
  'engine.lost': ({ engineId, reason }) => [amount(engineId, (id) => `engine ${id}`), text(reason)],
}

/** The one-line story behind an entry: its preview, or the parts of its detail that tell most. */
export function entrySummary({ type, preview, detail }: JournalEntry): string {
  if (preview !== null) return inOneLine(preview)
  if (detail === null) return ''
  const parts = BY_TYPE[type]?.(detail).filter((part) => part !== null && part !== '') ?? []
  return parts.length > 0 ? capitalise(parts.join(' · ')) : compact(detail)
}

function fileMoved({ name, bytes, durationMs }: Detail): (string | null)[] {
  return [text(name, fileName), amount(bytes, formatBytes), amount(durationMs, formatDuration)]
}

const fileName = (name: string) => `“${inOneLine(name)}”`

function listening({ endpoints, failures }: Detail): (string | null)[] {
  return [addresses(endpoints), Array.isArray(failures) ? failures.map(String).join(' ') : null]
}

const addresses = (list: unknown) => (Array.isArray(list) ? `on ${list.map(String).join(', ')}` : null)

const text = (value: unknown, say: (text: string) => string = (it) => it) =>
  typeof value === 'string' ? say(value) : null

const amount = (value: unknown, say: (amount: number) => string | null) =>
  typeof value === 'number' ? say(value) : null

const compact = (detail: Detail) =>
  Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${humanise(key)}: ${inWords(value)}`)
    .join(' · ')

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
