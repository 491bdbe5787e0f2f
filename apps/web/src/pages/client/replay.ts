import type { Chunk } from '@switchboard/contract'
import { bytesOfBase64 } from '../../format/base64.ts'
import { microsOf } from '../../format/time.ts'
import type { DraftMessage } from './talk-draft.ts'

/** A talk has thirty seconds; some are left for the answer. */
const LONGEST_MS = 20_000
const MOST_MESSAGES = 1000
const MOST_BYTES = 1024 * 1024

/** What a peer had sent, and how it differs from what was sent then. */
export type Replay = {
  messages: DraftMessage[]
  /** Bytes of the peer that were not captured. */
  missing: number
  /** Pieces that were too many. */
  leftOut: number
  /** Pauses were made shorter, all by the same share. */
  isFaster: boolean
}

/** Of the captured pieces of a connection, both ways, in order. */
export function replayOf(chunks: readonly Chunk[]): Replay {
  const said = chunks.filter(({ direction }) => direction === 'in')
  const kept = fitting(said)
  const pauses = kept.map(({ at }, index) => {
    const before = kept[index - 1]
    return before ? (microsOf(at) - microsOf(before.at)) / 1000 : 0
  })
  const total = pauses.reduce((sum, pause) => sum + pause, 0)
  const pace = total > LONGEST_MS ? LONGEST_MS / total : 1
  return {
    messages: kept.map(({ base64 }, index) => ({
      bytes: bytesOfBase64(base64),
      delayMs: Math.floor((pauses[index] ?? 0) * pace),
    })),
    missing: missingOf(kept),
    leftOut: said.length - kept.length,
    isFaster: pace < 1,
  }
}

function fitting(said: readonly Chunk[]): Chunk[] {
  const kept: Chunk[] = []
  let size = 0
  for (const chunk of said) {
    size += chunk.bytes
    if (size > MOST_BYTES || kept.length === MOST_MESSAGES) break
    kept.push(chunk)
  }
  return kept
}

function missingOf(kept: readonly Chunk[]): number {
  let next = 0
  let missing = 0
  for (const { offset, bytes } of kept) {
    missing += Math.max(0, offset - next)
    next = offset + bytes
  }
  return missing
}
