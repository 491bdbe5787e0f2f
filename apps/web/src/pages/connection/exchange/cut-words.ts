import type { Connection } from '@switchboard/contract'
import { formatBytes } from '../../../format/bytes.ts'
import { plural } from '../../../format/number.ts'
import { region } from '../../../language/language.ts'
import { t } from '../../../language/texts.ts'
import { CHUNK_WORDS, kindOf } from './chunk-words.ts'
import type { CutChunk, CutMessage } from './cut.ts'
import type { Direction } from './piece.ts'

type Transport = Connection['transport']

const list = new Intl.ListFormat(region, { type: 'conjunction' })

/** What a chunk has of messages: `1 whole message`, `the end of message 3 and 2 whole messages`. */
export function chunkWords({ slices }: Pick<CutChunk, 'slices'>): string {
  const whole = slices.filter(({ begins, ends }) => begins && ends)
  const [first] = slices
  const last = slices.at(-1)
  if (!first || !last) return t('no message')
  const middle = slices.length === 1 && !first.begins && !first.ends
  if (middle) return `the middle of message ${first.message}`
  return list.format([
    ...(first.begins ? [] : [`the end of message ${first.message}`]),
    ...(whole.length === 1 && whole[0] ? [`the whole message ${whole[0].message}`] : []),
    ...(whole.length > 1 ? [plural(whole.length, ['# whole message', '# whole messages'])] : []),
    ...(last.begins && !last.ends ? [`the beginning of message ${last.message}`] : []),
  ])
}

/** What a message took: `in 1 read`, `over 3 reads`. */
export function messageWords({ parts, direction, ends }: CutMessage, transport: Transport): string {
  const place = CHUNK_WORDS[kindOf(transport, direction)].place(parts.length)
  return ends ? place : `${place}, without an end on record`
}

/** How a direction was cut, as far as it is loaded. */
export type CutSummary = {
  direction: Direction
  chunks: number
  /** Whole ones. */
  messages: number
  /** Chunks with parts of two messages or more. */
  shared: number
  /** Messages over two chunks or more. */
  spread: number
}

export function summarise(
  chunks: readonly CutChunk[],
  messages: readonly CutMessage[],
  direction: Direction,
) {
  const own = chunks.filter((chunk) => chunk.direction === direction)
  const said = messages.filter((message) => message.direction === direction)
  const summary: CutSummary = {
    direction,
    chunks: own.length,
    messages: said.filter(({ ends }) => ends).length,
    shared: own.filter(({ slices }) => slices.length > 1).length,
    spread: said.filter(({ parts }) => parts.length > 1).length,
  }
  return summary
}

/** The lesson of it, in a sentence or two. `isRaw`: the framing takes every read for a message. */
export function summaryWords(summary: CutSummary, transport: Transport, isRaw = false): string {
  const { direction, chunks, messages, shared, spread } = summary
  const words = CHUNK_WORDS[kindOf(transport, direction)]
  const counts = `${words.count(chunks)}, ${plural(messages, ['# message', '# messages'])}.`
  if (transport === 'udp') return `${counts} One datagram is one message: its bounds arrive with it.`
  if (messages === 0) return `${counts} Nobody has told where messages end in them.`
  if (shared + spread === 0) return `${counts} ${alikeWords(direction, isRaw)}`
  const several = shared > 0 ? [words.withSeveral(shared)] : []
  const torn = spread > 0 ? [words.overSeveral(spread)] : []
  return `${counts} Not the same: ${list.format([...several, ...torn])}.`
}

function alikeWords(direction: Direction, isRaw: boolean): string {
  if (direction === 'out') return 'Each write is one message.'
  return isRaw ? 'Each read counts as one message.' : 'Each read happens to be one message.'
}

/** Ends of messages that were counted and are not on record; null: none. */
export const lostEndsWords = (lost: number): string | null =>
  lost <= 0
    ? null
    : plural(lost, [
        'The end of # more message is not on record: it was not captured.',
        'The ends of # more messages are not on record: they were not captured.',
      ])

/** What is missing of a direction, because it was not captured. */
export function missingWords(direction: Direction, bytes: number): string {
  return direction === 'in'
    ? `${formatBytes(bytes)} from the peer before this were not captured`
    : `${formatBytes(bytes)} to the peer before this were not captured`
}
