import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuzzRuns } from '../fuzz.ts'
import { cpuMs } from '../../fixtures/cpu-time.ts'
import { DigestReader } from './digest-reader.ts'
import { LateLineEnding } from './late-line-ending.ts'

const BYTES = 20
const WHOLE = /^[0-9a-f]{40}(\r?\n)?$/
const BEGUN = /^([0-9a-f]{0,40}|[0-9a-f]{40}\r)$/

const digest = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 })
const ending = fc.constantFrom('', '\n', '\r\n', '\r', '\n\r', '\n\n', '0')
const anything = fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes).toString('latin1'))

/** Answers as they should be, such with one sign changed, inserted or lost, and any bytes at all. */
const answer = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(digest, ending).map((parts) => parts.join('')) },
  { weight: 4, arbitrary: fc.tuple(digest, ending, fc.nat(42), fc.constantFrom(0, 1), anything).map(mutate) },
  { weight: 2, arbitrary: anything },
)

function mutate([text, end, at, lost, put]: [string, string, number, number, string]): string {
  const whole = text + end
  return whole.slice(0, at) + put.slice(0, 1) + whole.slice(at + lost)
}

const cuts = fc.array(fc.nat(44), { maxLength: 6 })

function pieces(text: string, at: number[]): Buffer[] {
  const sorted = [0, ...at.map((place) => Math.min(place, text.length)).sort((a, b) => a - b), text.length]
  return sorted.slice(1).map((end, index) => Buffer.from(text.slice(sorted[index], end), 'latin1'))
}

it(
  'accepts a digest with at most one line ending and nothing else, however it is cut',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(answer, cuts, (text, at) => {
        const reader = new DigestReader(BYTES)
        let seen = ''
        for (const piece of pieces(text, at)) {
          seen += piece.toString('latin1')
          const { kind } = reader.push(piece)
          const expected = WHOLE.test(seen) ? 'complete' : BEGUN.test(seen) ? 'waiting' : 'rejected'
          if (kind !== expected) throw new Error(`${JSON.stringify(seen)} is ${kind}, not ${expected}`)
          if (kind !== 'waiting') return
        }
      }),
      { numRuns: fuzzRuns(100_000) },
    )
  },
)

it('takes exactly one late line ending off a stream, however it is cut', { timeout: 60_000 }, () => {
  const stream = fc.tuple(fc.constantFrom('', '\n', '\r\n', '\r', '\n\n', '\r\r\n'), anything)
  fc.assert(
    fc.property(stream, cuts, ([begin, rest], at) => {
      const filter = new LateLineEnding()
      const left = pieces(begin + rest, at).map((piece) => filter.take(piece))
      const text = Buffer.concat([...left, filter.rest()]).toString('latin1')
      if (text !== (begin + rest).replace(/^\r?\n/, '')) throw new Error(JSON.stringify([begin + rest, text]))
    }),
    { numRuns: fuzzRuns(100_000) },
  )
})

it('holds no more of a long answer than it needs', () => {
  const reader = new DigestReader(BYTES)
  const endless = Buffer.alloc(16 * 1024 ** 2, '0')
  const took = cpuMs(() => {
    expect(reader.push(endless)).toEqual({ kind: 'rejected', reason: 'too-long' })
  })
  expect(took).toBeLessThan(100)
})
