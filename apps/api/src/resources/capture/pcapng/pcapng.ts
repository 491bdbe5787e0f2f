import type { ConnectionRecord } from '@switchboard/netcore'
import type { ChunkRow } from '@switchboard/store'
import { enhancedPacket, interfaceDescription, sectionHeader } from './blocks.ts'
import { endsOf } from './ends.ts'
import { udpPacket } from './packet.ts'
import { TcpConversation } from './tcp-conversation.ts'

/**
 * What was captured of a connection as a pcapng file, page by page. Bytes and times are true; headers are made up, as
 * the kernel's are not known here.
 */
export async function* pcapng(
  record: ConnectionRecord,
  pages: AsyncIterable<ChunkRow[]>,
): AsyncGenerator<Buffer> {
  yield Buffer.concat([
    sectionHeader('Switchboard', commentOf(record)),
    interfaceDescription(record.serviceName),
  ])
  const packets = record.transport === 'udp' ? datagrams(record, pages) : segments(record, pages)
  let comment: string | undefined = `${record.serviceName}, ${record.id}`
  for await (const page of packets) {
    const blocks = page.map(({ at, packet }) => {
      const block = enhancedPacket(at, packet, comment)
      comment = undefined
      return block
    })
    yield Buffer.concat(blocks)
  }
}

/** `at` is in microseconds since the epoch. */
type Packet = { at: number; packet: Buffer }

async function* datagrams(
  record: ConnectionRecord,
  pages: AsyncIterable<ChunkRow[]>,
): AsyncGenerator<Packet[]> {
  const { peer, local } = endsOf(record)
  for await (const chunks of pages) {
    yield chunks.map(({ at, direction, bytes }) => {
      const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      const packet = direction === 'in' ? udpPacket(peer, local, data) : udpPacket(local, peer, data)
      return { at, packet }
    })
  }
}

async function* segments(
  record: ConnectionRecord,
  pages: AsyncIterable<ChunkRow[]>,
): AsyncGenerator<Packet[]> {
  const conversation = new TcpConversation(endsOf(record))
  let last = record.openedAt * 1000
  yield conversation.open().map((packet) => ({ at: last, packet }))
  for await (const chunks of pages) {
    yield chunks.flatMap((chunk) => {
      last = chunk.at
      return conversation.chunk(chunk).map((packet) => ({ at: chunk.at, packet }))
    })
  }
  // The end is known to the millisecond only.
  const end = Math.max(last, (record.closedAt ?? 0) * 1000)
  yield conversation.close(record).map((packet) => ({ at: end, packet }))
}

function commentOf({
  id,
  serviceId,
  serviceName,
  protocol,
  transport,
  localAddress,
  closeReason,
}: ConnectionRecord) {
  return [
    `Connection ${id} of the service ${serviceName} (${serviceId}), ${protocol} over ${transport}.`,
    closeReason === null ? 'It was open when this was written.' : `It ended as ${closeReason}.`,
    'Bytes and times are as captured; handshake, acknowledgements and headers are made up.',
    ...(transport === 'unix' ? [`A Unix socket (${localAddress}) is shown as TCP over ::1.`] : []),
  ].join('\n')
}
