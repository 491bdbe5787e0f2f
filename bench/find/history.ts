import {
  blankEntry,
  closedEntry,
  openedEntry,
  type ConnectionRecord,
  type NewEntry,
} from '@switchboard/journal'
import { random } from './random.ts'

/** What a made-up history is made of. Some services, addresses and words come much more often than others. */
const SERVICES = 40
const ADDRESSES = 20_000
const WORDS = 5000
const WORDS_OF_A_MESSAGE = 6
const REFUSED_SHARE = 0.3
const RARE_SHARE = 0.03
const MESSAGE_SHARE = 0.5

/** Milliseconds from one entry to the next: ten million are a month. */
const APART_MS = 260

const ENTRIES_AT_ONCE = 1000

export const serviceName = (number: number) => `service-${String(number).padStart(2, '0')}`
export const address = (number: number) =>
  `${10 + (number % 7)}.${(number * 7) % 251}.${(number * 13) % 241}.${1 + (number % 239)}`

const LETTERS = 'etaoinshrdlucmfwypvbgkqjxz'

/** The words, the most frequent first; always the same. */
export const words: readonly string[] = makeWords()

function makeWords(): string[] {
  const next = random(7)
  const letter = () => LETTERS[Math.floor(next() ** 1.5 * LETTERS.length)] ?? 'e'
  return Array.from({ length: WORDS }, () =>
    Array.from({ length: 4 + Math.floor(next() * 6) }, letter).join(''),
  )
}

/**
 * A history of `count` entries, more or less, with about three connections for ten of them: they open, say something
 * with half a chance (with its preview, as capture writes it), and close; others are refused. The same on every run,
 * in pieces of about a thousand; `end`: when it ends, milliseconds since the epoch; `apart`: milliseconds from one entry
 * to the next.
 */
export function* history(count: number, end: number, apart = APART_MS): Generator<NewEntry[]> {
  const next = random(1)
  const clock = { at: end - count * apart, apart }
  let entries: NewEntry[] = []
  for (let made = 0, connection = 0; made < count; connection++) {
    const some = story(connection, next, clock)
    made += some.length
    entries.push(...some)
    if (entries.length < ENTRIES_AT_ONCE && made < count) continue
    yield entries
    entries = []
  }
}

type Clock = { at: number; apart: number }

function story(number: number, next: () => number, clock: Clock): NewEntry[] {
  const tick = () => (clock.at += clock.apart)
  const record = opening(number, next, tick())
  const entries = [openedEntry(record)]
  if (next() < MESSAGE_SHARE)
    entries.push(message('in', record, next, tick()), message('out', record, next, tick()))
  if (next() < RARE_SHARE) entries.push(rare(record, tick()))
  const closed = closing(record, next, tick())
  entries.push({ ...closedEntry(closed), connection: closed })
  if (next() < REFUSED_SHARE) entries.push(refusal(next, tick()))
  return entries
}

function opening(number: number, next: () => number, at: number): ConnectionRecord {
  const service = Math.floor(next() ** 2 * SERVICES)
  return {
    id: `con_${idTime(at)}BENCHBEN${String(number % 1_000_000).padStart(6, '0')}`,
    serviceId: `svc_01KAJ3V5Q8D5W3M9X0Z2Y4T6${String(service).padStart(2, '0')}`,
    serviceName: serviceName(service),
    protocol: 'echo',
    transport: 'tcp',
    localAddress: '127.0.0.1',
    localPort: 7000 + service,
    remoteAddress: address(Math.floor(next() ** 3 * ADDRESSES)),
    remotePort: 1024 + Math.floor(next() * 64_000),
    openedAt: at,
    closedAt: null,
    bytesIn: 0,
    bytesOut: 0,
    chunksIn: 0,
    messagesIn: 0,
    messagesOut: 0,
    closeReason: null,
    error: null,
    identity: null,
  }
}

function closing(record: ConnectionRecord, next: () => number, at: number): ConnectionRecord {
  const bytes = Math.floor(next() * 5000)
  const counters = { bytesIn: bytes, bytesOut: bytes, chunksIn: 1, messagesIn: 1, messagesOut: 1 }
  const closeReason = next() < 0.02 ? 'protocol-error' : 'peer-closed'
  return { ...record, ...counters, closedAt: at, closeReason }
}

function message(
  direction: 'in' | 'out',
  record: ConnectionRecord,
  next: () => number,
  at: number,
): NewEntry {
  const word = () => words[Math.floor(next() ** 2 * WORDS)] ?? ''
  const preview = Array.from({ length: WORDS_OF_A_MESSAGE }, word).join(' ')
  const type = direction === 'in' ? 'message.received' : 'message.sent'
  return { ...about(record), at, type, direction, bytes: preview.length, preview, detail: null }
}

const rare = (record: ConnectionRecord, at: number): NewEntry => ({
  ...about(record),
  at,
  type: 'auth.rejected',
  severity: 'warning',
  detail: { reason: 'wrong-answer' },
})

function refusal(next: () => number, at: number): NewEntry {
  return {
    ...about(opening(0, next, at)),
    connectionId: null,
    at,
    type: 'connection.refused',
    severity: 'warning',
    detail: { rule: 'deny', count: 1 },
  }
}

function about(record: ConnectionRecord): NewEntry {
  const { id: connectionId, serviceId, serviceName: name, transport, remoteAddress, remotePort } = record
  return {
    ...blankEntry('', 'info'),
    ...{ serviceId, serviceName: name, connectionId, transport, remoteAddress, remotePort },
  }
}

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function idTime(at: number): string {
  let digits = ''
  for (let rest = at; digits.length < 10; rest = Math.floor(rest / 32))
    digits = `${DIGITS[rest % 32]}${digits}`
  return digits
}
