import type { Connection, Room } from '@switchboard/netcore'

/** Other callers hear so much of a message (bytes): it is copied for each of them. */
export const RELAYED_BYTES = 4096

const LINE_ENDING = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

/** What a terminal would obey instead of showing it: control characters, and marks that turn the direction of writing. */
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A bracket before something with a colon, as one stands before the address of who speaks. */
const LIKE_A_PREFIX = /\[(?=[^\]]{0,64}:)/g

/**
 * Hands a message to the other callers, behind its sender's address. Whoever is slow misses it; callers by UDP hear
 * nothing unless `udp` allows it. Answers how many heard it.
 */
export function passOn(message: Buffer, sender: Connection, room: Room, { udp }: { udp: boolean }): number {
  const data = Buffer.from(relayed(message, prefixOf(sender)))
  const others = [...room.connections()].filter((other) => {
    return other !== sender && other.open && (udp || other.facts.transport !== 'udp')
  })
  return others.filter((other) => other.speak(data) === 'sent').length
}

/**
 * The message as others see it: the prefix before every line, nothing that a terminal obeys, and a round bracket where
 * the text imitates a prefix, so that nobody can speak in another's name.
 */
export function relayed(message: Buffer, prefix: string): string {
  const isCut = message.length > RELAYED_BYTES
  const text = message.subarray(0, RELAYED_BYTES).toString() + (isCut ? '…' : '')
  const lines = text.split(LINE_ENDING)
  const ending = lines.length > 1 && lines.at(-1) === '' ? '\n' : ''
  if (ending) lines.pop()
  return lines.map((line) => prefix + harmless(line)).join('\n') + ending
}

function harmless(line: string): string {
  return line.replace(OBEYED, (mark) => (mark === '\t' ? mark : '\ufffd')).replace(LIKE_A_PREFIX, '(')
}

/** `[127.0.0.1:51234] `; a Unix caller has no address, the end of its connection's id tells it from others. */
function prefixOf({ facts }: Pick<Connection, 'facts'>): string {
  const { remoteAddress, remotePort, id } = facts
  if (remoteAddress === null) return `[local:${id.slice(-6)}] `
  return `[${remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress}:${remotePort}] `
}
