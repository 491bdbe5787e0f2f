import type { ClientExpectation, ClientSendResult } from '@switchboard/contract'
import { compilePattern, patternProblem } from '@switchboard/filter/match'
import { invalid } from '../problem.ts'

/** Bytes in which a pattern is looked for: it takes the manager's time. */
const LOOKED_THROUGH = 16 * 1024

type Assertion = NonNullable<ClientSendResult['assertion']>

/** Holds what came against what was expected. */
export type Check = (heard: Buffer) => Assertion

/** Throws `validation-failed` unless exactly one kind of expectation is there, and a pattern is one. */
export function readExpectation(expect: ClientExpectation): Check {
  const { text, base64, pattern } = expect
  const given = Object.keys(expect)
  if (given.length !== 1) {
    const message = `names ${given.length === 0 ? 'none' : given.join(' and ')}; name one of text, base64 and pattern`
    throw invalid([{ path: '/expect', message }])
  }
  if (pattern !== undefined) return found(pattern)
  return exactly(text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text))
}

function found(source: string): Check {
  const problem = patternProblem(source)
  if (problem !== null)
    throw invalid([
      { path: '/expect/pattern', message: `${JSON.stringify(source)} is no pattern: ${problem}` },
    ])
  const matches = compilePattern(source)
  return (heard) => {
    const passed = matches(heard.subarray(0, LOOKED_THROUGH).toString())
    if (heard.length === 0) return { passed, detail: 'Nothing came.' }
    const where =
      heard.length > LOOKED_THROUGH
        ? `the first ${LOOKED_THROUGH} of ${heard.length} bytes`
        : `${heard.length} bytes`
    return { passed, detail: `The pattern is ${passed ? '' : 'not '}found in ${where}.` }
  }
}

const exactly =
  (wanted: Buffer): Check =>
  (heard) =>
    wanted.equals(heard)
      ? { passed: true, detail: `Exactly the ${wanted.length} bytes that were expected.` }
      : { passed: false, detail: difference(wanted, heard) }

/** Where two runs of bytes part, in words. */
function difference(wanted: Buffer, heard: Buffer): string {
  if (heard.length === 0) return `Nothing came; ${wanted.length} bytes were expected.`
  const shorter = Math.min(wanted.length, heard.length)
  for (let at = 0; at < shorter; at++)
    if (wanted[at] !== heard[at])
      return `Byte ${at} is ${hex(heard[at])} and should be ${hex(wanted[at])} (counted from 0).`
  const kind = heard.length > wanted.length ? 'More came' : 'Less came'
  return `${kind}: ${heard.length} bytes, of which the first ${shorter} are right; ${wanted.length} were expected.`
}

const hex = (byte = 0): string => byte.toString(16).padStart(2, '0')
