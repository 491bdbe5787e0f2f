import type { Connection } from '@switchboard/contract'
import type { Direction, Piece } from './piece.ts'

/**
 * Bytes that passed after the last ones captured, for each direction that has some. A challenge and its answer are
 * counted and never captured, so they are among them.
 */
export function uncaptured(
  { bytesIn, bytesOut }: Pick<Connection, 'bytesIn' | 'bytesOut'>,
  pieces: readonly Piece[],
): { direction: Direction; bytes: number }[] {
  const passed = { in: bytesIn, out: bytesOut }
  return (['in', 'out'] as const).flatMap((direction) => {
    const last = pieces.findLast((piece) => piece.direction === direction)
    const bytes = passed[direction] - (last ? last.offset + last.bytes.length : 0)
    return bytes > 0 ? [{ direction, bytes }] : []
  })
}

/** What is told of them; who has answered a challenge is known by name. */
export function restWords(direction: Direction, bytes: string, isChallenged: boolean): string {
  if (isChallenged)
    return direction === 'in'
      ? `${bytes} more came from the peer and were not captured, as an answer to the challenge never is`
      : `${bytes} more were sent to the peer and not captured, as a challenge never is`
  return direction === 'in'
    ? `${bytes} more came from the peer and were not captured`
    : `${bytes} more were sent to the peer and not captured`
}
