import type { CloseReason, Connection } from '@switchboard/contract'
import { formatBytes } from '../../../format/bytes.ts'
import { formatDuration } from '../../../format/duration.ts'
import { reasonWords } from '../../../format/words.ts'
import { CHUNK_WORDS, kindOf } from '../exchange/chunk-words.ts'

/** One station of a connection's life. */
export type Station = {
  key: 'begin' | 'data' | 'peer-end' | 'own-end' | 'end' | 'open'
  title: string
  note: string
  /** Milliseconds after the beginning; null: spread over time, or not known. */
  afterMs: number | null
  tone: 'plain' | 'good' | 'bad'
}

/** When each side ended its half, in milliseconds after the beginning; null: it never did, or nobody knows. */
export type SideEnds = { peerEndedMs: number | null; ownEndedMs: number | null }

/** From the detail of `connection.closed`. */
export function sideEndsOf(detail: Record<string, unknown> | null): SideEnds {
  const number = (value: unknown) => (typeof value === 'number' ? value : null)
  return { peerEndedMs: number(detail?.['peerEndedMs']), ownEndedMs: number(detail?.['ownEndedMs']) }
}

const BEGIN = {
  tcp: { title: 'Opened', note: 'SYN, SYN-ACK, ACK: the kernels have shaken hands' },
  unix: { title: 'Opened', note: 'The peer has connected to the socket; nothing crosses a network' },
  udp: { title: 'First datagram', note: 'UDP shakes no hands: a connection begins with what comes first' },
}

/** What happened to a connection, in order. */
export function timeline(connection: Connection, sides: SideEnds): Station[] {
  return [
    { key: 'begin', ...BEGIN[connection.transport], afterMs: 0, tone: 'plain' },
    dataStation(connection),
    ...halfCloses(connection, sides),
    lastStation(connection),
  ]
}

function dataStation({ transport, bytesIn, bytesOut, chunksIn }: Connection): Station {
  const reads = CHUNK_WORDS[kindOf(transport, 'in')].count(chunksIn)
  const note =
    bytesIn + bytesOut + chunksIn === 0
      ? 'No byte went either way'
      : `${formatBytes(bytesIn)} in with ${reads}, ${formatBytes(bytesOut)} out`
  return { key: 'data', title: 'Data', note, afterMs: null, tone: 'plain' }
}

function halfCloses(
  { transport, closeReason }: Connection,
  { peerEndedMs, ownEndedMs }: SideEnds,
): Station[] {
  const sign = transport === 'tcp' ? 'FIN' : 'End of stream'
  const peer: Station = {
    key: 'peer-end',
    title: 'Peer ended its side',
    note: `${sign} from the peer: it sends no more, and can still read`,
    afterMs: peerEndedMs,
    tone: 'plain',
  }
  const own: Station = {
    key: 'own-end',
    title: 'Service ended its side',
    note: `${sign} to the peer, behind all that was sent before`,
    afterMs: ownEndedMs,
    tone: 'plain',
  }
  const known = [peer, own].filter(({ afterMs }) => afterMs !== null)
  return isOwnFirst(closeReason, { peerEndedMs, ownEndedMs }) ? known.toReversed() : known
}

/** In the same millisecond the reason tells. */
function isOwnFirst(reason: CloseReason | null, { peerEndedMs, ownEndedMs }: SideEnds): boolean {
  if (peerEndedMs === null || ownEndedMs === null) return false
  return peerEndedMs === ownEndedMs ? reason !== 'peer-closed' : ownEndedMs < peerEndedMs
}

const ORDERLY = new Set<CloseReason>(['peer-closed', 'protocol-finished'])
const LOST = new Set<CloseReason>(['reset', 'protocol-error', 'slow-peer', 'engine-lost', 'manager-lost'])

function lastStation({ transport, state, closeReason, durationMs }: Connection): Station {
  if (state === 'open')
    return {
      key: 'open',
      title: 'Open',
      note: 'What is said next is still to come',
      afterMs: null,
      tone: 'good',
    }
  const reason = closeReason ?? 'reset'
  return {
    key: 'end',
    title: ORDERLY.has(reason) ? 'Closed' : reasonWords(reason),
    note: endNote(transport, reason),
    afterMs: durationMs,
    tone: ORDERLY.has(reason) ? 'good' : LOST.has(reason) ? 'bad' : 'plain',
  }
}

function endNote(transport: Connection['transport'], reason: CloseReason): string {
  if (transport === 'udp') return 'Nothing on the wire says so'
  if (ORDERLY.has(reason)) return 'Both sides have ended: nothing is lost'
  if (reason === 'engine-lost' || reason === 'manager-lost') return 'The process that held it was gone'
  if (transport === 'unix') return 'Cut in the middle'
  return reason === 'reset' ? 'RST instead of FIN' : 'Cut by the service: FIN, or RST where bytes were unread'
}

/** Who ended first, and how long the other side went on. null: nobody ended a side, or it is not on record. */
export function halfCloseWords(reason: CloseReason | null, sides: SideEnds): string | null {
  const { peerEndedMs, ownEndedMs } = sides
  if (peerEndedMs === null && ownEndedMs === null) return null
  if (peerEndedMs === null) return 'The peer never ended its own.'
  if (ownEndedMs === null) return 'The peer had ended its side, the service never got to end its own.'
  if (peerEndedMs === ownEndedMs) return 'Both sides ended within the same millisecond.'
  const gap = formatDuration(Math.abs(ownEndedMs - peerEndedMs))
  return isOwnFirst(reason, sides)
    ? `Half-closed for ${gap}, until the peer ended its own, too.`
    : `Half-closed for ${gap}: the peer had ended, the service went on.`
}
