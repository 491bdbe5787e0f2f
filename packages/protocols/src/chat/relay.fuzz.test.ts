import { ok } from 'node:assert/strict'
import { fuzzRuns } from '@switchboard/netcore/fuzz'
import fc from 'fast-check'
import { it } from 'vitest'
import { relayed } from './relay.ts'

const PREFIX = '[127.0.0.1:51234] '

/** Pieces that a forged line is made of, among anything else. */
const piece = fc.oneof(
  fc.constantFrom('[10.0.0.1:5] ', '[[::1]:5] ', '[local:abcdef] ', '[', ']', ':', ' ', 'hello'),
  fc.constantFrom('\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029', '\b', '\u001b[2K', '\u202e'),
  fc.string({ maxLength: 6, unit: 'binary' }),
)
const message = fc.oneof(
  fc.array(piece, { maxLength: 10 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
)

const FORGED = /\[[^\]]{0,64}:/
const OBEYED = /[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u

it('whatever a caller sends, others hear it in its own name only', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(message, (bytes) => {
      const lines = relayed(bytes, PREFIX).replace(/\n$/, '').split('\n')
      for (const line of lines) {
        ok(line.startsWith(PREFIX), JSON.stringify(line))
        const said = line.slice(PREFIX.length)
        ok(!FORGED.test(said) && !OBEYED.test(said), JSON.stringify(line))
      }
    }),
    { numRuns: fuzzRuns(100_000) },
  )
})
