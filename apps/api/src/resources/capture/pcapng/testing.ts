/** A file taken apart by another hand than the one that wrote it: every length, padding and checksum is looked at. */
export type Capture = { comments: string[]; packets: Packet[] }

export type Packet = {
  at: number
  protocol: number
  source: string
  target: string
  flags: number
  seq: number
  ack: number
  data: Buffer
}

/** Throws on anything that is not as the specification has it. */
export function readPcapng(file: Buffer): Capture {
  const capture: Capture = { comments: [], packets: [] }
  for (let at = 0; at < file.length;) {
    const length = file.readUInt32LE(at + 4)
    const block = file.subarray(at, at + length)
    assert(length % 4 === 0 && length >= 12 && block.length === length, `block of ${length} bytes at ${at}`)
    assert(file.readUInt32LE(at + length - 4) === length, 'the second length')
    readBlock(block.readUInt32LE(0), block.subarray(8, -4), capture, at)
    at += length
  }
  return capture
}

function readBlock(type: number, body: Buffer, capture: Capture, at: number): void {
  if (type === 0x0a0d0d0a) {
    assert(at === 0 && body.readUInt32LE(0) === 0x1a2b3c4d && body.readUInt32LE(4) === 1, 'section header')
    return readOptions(body.subarray(16), capture)
  }
  if (type === 1) return assert(body.readUInt16LE(0) === 101, 'link type')
  assert(type === 6 && body.readUInt32LE(0) === 0, `block type ${type}`)
  const captured = body.readUInt32LE(12)
  assert(captured === body.readUInt32LE(16), 'captured and original length')
  const microseconds = body.readUInt32LE(4) * 2 ** 32 + body.readUInt32LE(8)
  capture.packets.push(readIp(body.subarray(20, 20 + captured), microseconds))
  readOptions(body.subarray(20 + Math.ceil(captured / 4) * 4), capture)
}

function readOptions(options: Buffer, capture: Capture): void {
  for (let at = 0; at < options.length;) {
    const [code, length] = [options.readUInt16LE(at), options.readUInt16LE(at + 2)]
    if (code === 0) return assert(length === 0 && at + 4 === options.length, 'end of options')
    if (code === 1) capture.comments.push(String(options.subarray(at + 4, at + 4 + length)))
    at += 4 + Math.ceil(length / 4) * 4
  }
}

function readIp(packet: Buffer, at: number): Packet {
  const isV6 = packet.readUInt8(0) >> 4 === 6
  const addresses = isV6 ? packet.subarray(8, 40) : packet.subarray(12, 20)
  const payload = packet.subarray(isV6 ? 40 : 20)
  if (isV6) assert(packet.readUInt16BE(4) === payload.length, 'IPv6 length')
  else {
    assert(packet.readUInt16BE(2) === packet.length, 'IPv4 length')
    assert(sumOf(packet.subarray(0, 20)) === 0xffff, 'IPv4 checksum')
  }
  const protocol = packet.readUInt8(isV6 ? 6 : 9)
  const pseudo = Buffer.from([0, 0, (payload.length >> 8) & 0xff, payload.length & 0xff, 0, 0, 0, protocol])
  assert(sumOf(Buffer.concat([addresses, pseudo, payload])) === 0xffff, 'transport checksum')
  const half = addresses.length / 2
  const name = (from: number) => addresses.subarray(from, from + half).toString('hex')
  const isTcp = protocol === 6
  return {
    ...{ at, protocol },
    source: `${name(0)}:${payload.readUInt16BE(0)}`,
    target: `${name(half)}:${payload.readUInt16BE(2)}`,
    flags: isTcp ? payload.readUInt8(13) : 0,
    seq: isTcp ? payload.readUInt32BE(4) : 0,
    ack: isTcp ? payload.readUInt32BE(8) : 0,
    data: payload.subarray(isTcp ? (payload.readUInt8(12) >> 4) * 4 : 8),
  }
}

/** The one's complement sum: all ones where the checksum in it is right. */
function sumOf(bytes: Buffer): number {
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)])
  let sum = 0
  for (let at = 0; at < even.length; at += 2) {
    sum += even.readUInt16BE(at)
    if (sum > 0xffff) sum -= 0xffff
  }
  return sum
}

function assert(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`Not as it should be: ${what}.`)
}
