import { base64OfBytes } from '../../../format/base64.ts'
import { cArray, pythonBytes } from '../../../format/byte-literals.ts'
import { hexDump } from '../../../format/hex-dump.ts'
import type { Block } from './block.ts'

/** How bytes are shown and copied. */
export const FORMATS = ['text', 'hex', 'base64', 'c', 'python'] as const
export type Format = (typeof FORMATS)[number]

export const FORMAT_WORDS: Record<Format, string> = {
  text: 'Text',
  hex: 'Hex + ASCII',
  base64: 'Base64',
  c: 'C array',
  python: 'Python bytes',
}

/** `in_3`: what the bytes of a block are called in a program. */
const nameOf = ({ direction, key }: Block) => `${direction}_${key.replace(/^.*-/, '')}`

/** `+12 µs`, `+3.4 ms`, `+1.20 s`. */
export function formatSince(micros: number): string {
  if (micros < 1000) return `+${micros} µs`
  if (micros < 1_000_000) return `+${(micros / 1000).toFixed(1)} ms`
  return `+${(micros / 1_000_000).toFixed(2)} s`
}

/** Bytes of a block, from its byte `from` on, as they are copied. */
export function formatBlock(block: Block, bytes: Uint8Array, format: Format, from = 0): string {
  switch (format) {
    case 'text':
      return new TextDecoder().decode(bytes)
    case 'hex':
      return hexDump(bytes, block.offset + from)
    case 'base64':
      return base64OfBytes(bytes)
    case 'c':
      return cArray(bytes, nameOf(block))
    case 'python':
      return pythonBytes(bytes, nameOf(block))
  }
}
