import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { fittingSecret, isSameDigest, SCHEMES } from '../../packages/netcore/src/challenge/scheme.ts'
import { row } from './fault.ts'

const SAMPLES = 100_000
/** Comparisons in one sample, so that the clock is fine enough. */
const BATCH = 20
/** Below it, nobody can tell two kinds of answers apart by so many samples (Welch's t, as in dudect). */
const MOST_T = 4.5
/** A machine that is busy with others may draw a line between two runs of the same; not three times in a row. */
const ATTEMPTS = 3

type Compare = (given: Buffer, expected: Buffer) => boolean

row(
  {
    row: 50,
    what: `${SAMPLES} comparisons with 0 and with 19 of 20 bytes right; digests of every wrong length`,
    expected: `|t| < ${MOST_T}, where a plain loop gives itself away; no throw`,
  },
  async () => {
    const plain = Math.abs(measure(plainLoop))
    expect(plain, 'the measurement sees a comparison that stops early').toBeGreaterThan(MOST_T)
    const t = leastOf(ATTEMPTS, () => Math.abs(measure(isSameDigest)))
    expect(t).toBeLessThan(MOST_T)
    return `|t| = ${t.toFixed(2)} (plain loop ${plain.toFixed(0)}), 0 throws in ${wrongLengths()} lengths`
  },
)

/** Answers how many lengths were tried. */
function wrongLengths(): number {
  const challenge = randomBytes(32)
  const secrets = [{ name: 'lab', secret: 'correct horse' }]
  const lengths = Array.from({ length: 100 }, (_, length) => length)
  for (const scheme of Object.values(SCHEMES)) {
    for (const length of lengths)
      expect(fittingSecret(scheme, secrets, challenge, Buffer.alloc(length))).toBeUndefined()
  }
  return lengths.length
}

const plainLoop: Compare = (given, expected) => {
  for (let at = 0; at < expected.length; at++) if (given[at] !== expected[at]) return false
  return true
}

/** The smallest of some runs, and no more runs than needed. */
function leastOf(attempts: number, run: () => number): number {
  let least = Infinity
  for (let attempt = 0; attempt < attempts && least >= MOST_T; attempt++) least = Math.min(least, run())
  return least
}

/**
 * Welch's t between the times of two kinds of answers, drawn at random so that whatever else happens hits both alike. The
 * slowest tenth is cropped: that is the system's doing.
 */
function measure(compare: Compare): number {
  const expected = randomBytes(20)
  const answers = [expected.map((byte) => byte ^ 0xff), Buffer.from(expected)].map((bytes) =>
    Buffer.from(bytes),
  )
  answers[1]?.writeUInt8((expected.at(-1) ?? 0) ^ 0xff, 19)
  const given = Buffer.alloc(20)
  const kinds = randomBytes(SAMPLES).map((byte) => byte & 1)
  const times = Float64Array.from(kinds, (kind) => {
    answers[kind]?.copy(given)
    return timeOf(compare, given, expected)
  })
  const most = times.toSorted()[Math.floor(SAMPLES * 0.9)] ?? Infinity
  const of = (kind: number) => times.filter((time, at) => kinds[at] === kind && time <= most)
  return welch(of(0), of(1))
}

/** Nanoseconds. */
function timeOf(compare: Compare, given: Buffer, expected: Buffer): number {
  const begin = process.hrtime.bigint()
  for (let turn = 0; turn < BATCH; turn++) compare(given, expected)
  return Number(process.hrtime.bigint() - begin)
}

function welch(a: Float64Array, b: Float64Array): number {
  const [first, second] = [a, b].map(momentsOf)
  if (!first || !second) throw new Error('unreachable: there are two')
  return (first.mean - second.mean) / Math.sqrt(first.error + second.error)
}

/** The mean, and the square of its standard error. */
function momentsOf(values: Float64Array): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: squares / (values.length - 1) / values.length }
}
