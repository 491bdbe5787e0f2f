import type { Connection } from '@switchboard/contract'
import { plural } from '../../../format/number.ts'
import type { Direction } from './piece.ts'

/** What a chunk is: bytes are read from a socket and written to it; a datagram is one either way. */
export type ChunkKind = 'read' | 'write' | 'datagram'

export const kindOf = (transport: Connection['transport'], direction: Direction): ChunkKind =>
  transport === 'udp' ? 'datagram' : direction === 'in' ? 'read' : 'write'

type Words = {
  title: (number: number) => string
  count: (count: number) => string
  /** Where a message is that took so many of them. */
  place: (count: number) => string
  withSeveral: (count: number) => string
  /** Of messages that took several of them. */
  overSeveral: (messages: number) => string
}

/** Whole phrases for each kind: languages decline them differently. */
export const CHUNK_WORDS: Record<ChunkKind, Words> = {
  read: {
    title: (number) => `read ${number}`,
    count: (count) => plural(count, ['# read', '# reads']),
    place: (count) => plural(count, ['in # read', 'over # reads']),
    withSeveral: (count) => plural(count, ['# read with several messages', '# reads with several messages']),
    overSeveral: (messages) =>
      plural(messages, ['# message over several reads', '# messages over several reads']),
  },
  write: {
    title: (number) => `write ${number}`,
    count: (count) => plural(count, ['# write', '# writes']),
    place: (count) => plural(count, ['in # write', 'over # writes']),
    withSeveral: (count) =>
      plural(count, ['# write with several messages', '# writes with several messages']),
    overSeveral: (messages) =>
      plural(messages, ['# message over several writes', '# messages over several writes']),
  },
  datagram: {
    title: (number) => `datagram ${number}`,
    count: (count) => plural(count, ['# datagram', '# datagrams']),
    place: (count) => plural(count, ['in # datagram', 'over # datagrams']),
    withSeveral: (count) =>
      plural(count, ['# datagram with several messages', '# datagrams with several messages']),
    overSeveral: (messages) =>
      plural(messages, ['# message over several datagrams', '# messages over several datagrams']),
  },
}
