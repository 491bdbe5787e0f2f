/** The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian throughout. */

const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE = 1
const ENHANCED_PACKET = 6

/** Packets begin with their IP header (LINKTYPE_RAW). */
const LINKTYPE_RAW = 101

const OPT_COMMENT = 1
const SHB_USERAPPL = 4
const IF_NAME = 2

type Option = [code: number, value: string]

/** Opens the file. `comment` is shown with its properties. */
export function sectionHeader(application: string, comment: string): Buffer {
  const body = Buffer.alloc(16)
  body.writeUInt32LE(0x1a2b3c4d, 0)
  body.writeUInt16LE(1, 4)
  body.writeUInt16LE(0, 6)
  // The section's length is not known before its end.
  body.writeBigInt64LE(-1n, 8)
  return block(SECTION_HEADER, body, [
    [OPT_COMMENT, comment],
    [SHB_USERAPPL, application],
  ])
}

/** The one interface of the section; its times are in microseconds, as by default. */
export function interfaceDescription(name: string): Buffer {
  const body = Buffer.alloc(8)
  body.writeUInt16LE(LINKTYPE_RAW, 0)
  return block(INTERFACE, body, [[IF_NAME, name]])
}

/** A packet; `at` is in microseconds since the epoch. */
export function enhancedPacket(at: number, packet: Buffer, comment?: string): Buffer {
  const head = Buffer.alloc(20)
  head.writeUInt32LE(Math.floor(at / 2 ** 32), 4)
  head.writeUInt32LE(at % 2 ** 32, 8)
  head.writeUInt32LE(packet.length, 12)
  head.writeUInt32LE(packet.length, 16)
  const body = Buffer.concat([head, packet, padding(packet.length)])
  return block(ENHANCED_PACKET, body, comment === undefined ? [] : [[OPT_COMMENT, comment]])
}

function block(type: number, body: Buffer, options: Option[]): Buffer {
  const rest = Buffer.concat(options.length > 0 ? [...options.map(option), END_OF_OPTIONS] : [])
  const head = Buffer.alloc(8)
  const tail = Buffer.alloc(4)
  const length = head.length + body.length + rest.length + tail.length
  head.writeUInt32LE(type, 0)
  head.writeUInt32LE(length, 4)
  tail.writeUInt32LE(length, 0)
  return Buffer.concat([head, body, rest, tail])
}

const END_OF_OPTIONS = Buffer.alloc(4)

function option([code, text]: Option): Buffer {
  const value = Buffer.from(text)
  const head = Buffer.alloc(4)
  head.writeUInt16LE(code, 0)
  head.writeUInt16LE(value.length, 2)
  return Buffer.concat([head, value, padding(value.length)])
}

const padding = (length: number) => Buffer.alloc((4 - (length % 4)) % 4)
