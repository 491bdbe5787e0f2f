import { isIPv6 } from 'node:net'

/** One end of a conversation; `address` is a number, not a name. */
export type End = { address: string; port: number }

export type TcpFlags = { syn?: boolean; fin?: boolean; rst?: boolean; ack?: boolean; psh?: boolean }

const TCP = 6
const UDP = 17
const TCP_HEADER = 20
const UDP_HEADER = 8
const WINDOW = 65_535

/** A TCP segment in its IP packet (RFC 9293). `seq` and `ack` wrap at 2^32 by themselves. */
export function tcpPacket(
  from: End,
  to: End,
  { seq, ack, flags, data }: { seq: number; ack: number; flags: TcpFlags; data: Buffer },
): Buffer {
  const segment = Buffer.alloc(TCP_HEADER + data.length)
  segment.writeUInt16BE(from.port, 0)
  segment.writeUInt16BE(to.port, 2)
  segment.writeUInt32BE(seq % 2 ** 32, 4)
  segment.writeUInt32BE(flags.ack ? ack % 2 ** 32 : 0, 8)
  segment.writeUInt8((TCP_HEADER / 4) << 4, 12)
  segment.writeUInt8(flagBits(flags), 13)
  segment.writeUInt16BE(WINDOW, 14)
  data.copy(segment, TCP_HEADER)
  segment.writeUInt16BE(transportChecksum(from, to, TCP, segment), 16)
  return ipPacket(from, to, TCP, segment)
}

/** A datagram in its IP packet (RFC 768). */
export function udpPacket(from: End, to: End, data: Buffer): Buffer {
  const datagram = Buffer.alloc(UDP_HEADER + data.length)
  datagram.writeUInt16BE(from.port, 0)
  datagram.writeUInt16BE(to.port, 2)
  datagram.writeUInt16BE(datagram.length, 4)
  data.copy(datagram, UDP_HEADER)
  // 0 would mean that there is none.
  datagram.writeUInt16BE(transportChecksum(from, to, UDP, datagram) || 0xffff, 6)
  return ipPacket(from, to, UDP, datagram)
}

function flagBits({ syn, fin, rst, ack, psh }: TcpFlags): number {
  return (fin ? 1 : 0) | (syn ? 2 : 0) | (rst ? 4 : 0) | (psh ? 8 : 0) | (ack ? 16 : 0)
}

function ipPacket(from: End, to: End, protocol: number, payload: Buffer): Buffer {
  return Buffer.concat([
    isIPv6(from.address) ? ipv6Header(from, to, protocol, payload) : ipv4Header(from, to, protocol, payload),
    payload,
  ])
}

function ipv4Header(from: End, to: End, protocol: number, { length }: Buffer): Buffer {
  const header = Buffer.alloc(20)
  header.writeUInt8(0x45, 0)
  header.writeUInt16BE(header.length + length, 2)
  header.writeUInt16BE(0x4000, 6) // do not fragment
  header.writeUInt8(64, 8)
  header.writeUInt8(protocol, 9)
  addressBytes(from.address).copy(header, 12)
  addressBytes(to.address).copy(header, 16)
  header.writeUInt16BE(checksum([header]), 10)
  return header
}

function ipv6Header(from: End, to: End, protocol: number, { length }: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt8(0x60, 0)
  header.writeUInt16BE(length, 4)
  header.writeUInt8(protocol, 6)
  header.writeUInt8(64, 7)
  return Buffer.concat([header, addressBytes(from.address), addressBytes(to.address)])
}

/** Over the pseudo-header, too, which for these lengths adds up to the same in both versions of IP. */
function transportChecksum(from: End, to: End, protocol: number, segment: Buffer): number {
  const pseudo = Buffer.alloc(8)
  pseudo.writeUInt32BE(segment.length, 0)
  pseudo.writeUInt32BE(protocol, 4)
  return checksum([addressBytes(from.address), addressBytes(to.address), pseudo, segment])
}

/** The internet checksum (RFC 1071) of parts that have an even length, but for the last. */
function checksum(parts: Buffer[]): number {
  let sum = 0
  for (const part of parts) {
    for (let at = 0; at + 1 < part.length; at += 2) sum += part.readUInt16BE(at)
    if (part.length % 2 === 1) sum += (part.at(-1) ?? 0) << 8
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

function addressBytes(address: string): Buffer {
  return isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number))
}

/** RFC 4291 2.2; the URL parser knows all spellings and answers the one of RFC 5952. */
function ipv6Bytes(address: string): Buffer {
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  const bytes = Buffer.alloc(16)
  const words = tail === undefined ? left : [...left, ...zeros, ...right]
  words.forEach((word, index) => bytes.writeUInt16BE(Number.parseInt(word, 16), 2 * index))
  return bytes
}
