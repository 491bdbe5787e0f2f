import type { Chunk } from '@switchboard/contract'
import { bytesOfBase64 } from '../../../format/base64.ts'

/** A captured chunk with its bytes: one read from a socket, one write to it, or one datagram. */
export type Piece = Pick<Chunk, 'ordinal' | 'at' | 'direction' | 'offset' | 'messageEnds'> & {
  bytes: Uint8Array
}

export type Direction = Piece['direction']

export const pieceOf = ({ ordinal, at, direction, offset, base64, messageEnds }: Chunk): Piece => ({
  ...{ ordinal, at, direction, offset, messageEnds },
  bytes: bytesOfBase64(base64),
})
