import type { ConnectionRecord } from '@switchboard/netcore'
import type { ChunkRow } from '@switchboard/store'
import { tcpPacket, type End, type TcpFlags } from './packet.ts'

/** What fits into one IPv4 packet beside its headers. */
const LONGEST_SEGMENT = 65_495
const NOTHING = Buffer.alloc(0)

type Side = { end: End; next: number }
type Direction = 'in' | 'out'

/** How a connection was over: who ended first, or who broke it off. */
type Ending = { by: Direction; kind: 'fin' | 'rst' }

/**
 * The segments of a connection as they may have been: a handshake, the bytes with their places in the stream and an
 * acknowledgement each, and the end. What was not captured is missing, as in a capture that has dropped packets.
 */
export class TcpConversation {
  readonly #sides: Record<Direction, Side>

  constructor({ peer, local }: { peer: End; local: End }) {
    this.#sides = { in: side(peer), out: side(local) }
  }

  open(): Buffer[] {
    const syn = this.#segment('in', { syn: true })
    this.#sides.in.next++
    const synAck = this.#segment('out', { syn: true, ack: true })
    this.#sides.out.next++
    return [syn, synAck, this.#segment('in', { ack: true })]
  }

  chunk({ direction, offset, bytes }: ChunkRow): Buffer[] {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const packets: Buffer[] = []
    // The handshake took one number.
    this.#sides[direction].next = offset + 1
    for (let start = 0; start < data.length; start += LONGEST_SEGMENT) {
      const piece = data.subarray(start, start + LONGEST_SEGMENT)
      packets.push(this.#segment(direction, { ack: true, psh: true }, piece))
      this.#sides[direction].next += piece.length
      packets.push(this.#segment(other(direction), { ack: true }))
    }
    return packets
  }

  /** None while it is open. */
  close(record: Pick<ConnectionRecord, 'closedAt' | 'closeReason'>): Buffer[] {
    const ending = endingOf(record)
    if (!ending) return []
    if (ending.kind === 'rst') return [this.#segment(ending.by, { rst: true, ack: true })]
    const packets = [this.#end(ending.by), this.#segment(other(ending.by), { ack: true })]
    return [...packets, this.#end(other(ending.by)), this.#segment(ending.by, { ack: true })]
  }

  #end(direction: Direction): Buffer {
    const fin = this.#segment(direction, { fin: true, ack: true })
    this.#sides[direction].next++
    return fin
  }

  #segment(direction: Direction, flags: TcpFlags, data: Buffer = NOTHING): Buffer {
    const from = this.#sides[direction]
    const to = this.#sides[other(direction)]
    return tcpPacket(from.end, to.end, { seq: from.next, ack: to.next, flags, data })
  }
}

const other = (direction: Direction): Direction => (direction === 'in' ? 'out' : 'in')
const side = (end: End): Side => ({ end, next: 0 })

function endingOf({
  closedAt,
  closeReason,
}: Pick<ConnectionRecord, 'closedAt' | 'closeReason'>): Ending | null {
  if (closedAt === null) return null
  if (closeReason === 'reset') return { by: 'in', kind: 'rst' }
  if (closeReason === 'engine-lost' || closeReason === 'manager-lost') return { by: 'out', kind: 'rst' }
  return { by: closeReason === 'peer-closed' ? 'in' : 'out', kind: 'fin' }
}
