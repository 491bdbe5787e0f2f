import { describe, expect, it } from 'vitest'
import { DigestReader, type Reading } from './digest-reader.ts'

const BYTES = 4
const DIGEST = '00ff9abc'

/** The reading after the last of the chunks. */
function read(...chunks: string[]): Reading | undefined {
  const reader = new DigestReader(BYTES)
  return chunks.map((chunk) => reader.push(Buffer.from(chunk, 'latin1'))).at(-1)
}

const complete = (hasEnding: boolean) => ({ kind: 'complete', digest: Buffer.from(DIGEST, 'hex'), hasEnding })

describe('a digest', () => {
  it.each([
    ['alone', '', false],
    ['with LF', '\n', true],
    ['with CR LF', '\r\n', true],
  ])('%s is complete', (_what, ending, hasEnding) => {
    expect(read(DIGEST + ending)).toEqual(complete(hasEnding))
  })

  it('may be cut anywhere', () => {
    for (let at = 0; at < DIGEST.length; at++)
      expect(read(DIGEST.slice(0, at), `${DIGEST.slice(at)}\r\n`)).toEqual(complete(true))
    expect(read(...DIGEST)).toEqual(complete(false))
  })

  it('waits for the LF once there is a CR', () => {
    expect(read(`${DIGEST}\r`)).toEqual({ kind: 'waiting' })
    expect(read(`${DIGEST}\r`, '\n')).toEqual(complete(true))
    expect(read(`${DIGEST}\r`, 'x')).toEqual({ kind: 'rejected', reason: 'too-long' })
  })

  it.each(['', '0', DIGEST.slice(1)])('%j is not all of it yet', (text) => {
    expect(read(text)).toEqual({ kind: 'waiting' })
  })

  it.each([DIGEST.toUpperCase(), 'GET / HTTP/1.1', '\n', ' 00ff9abc', '00ff9ab\n', '0x00ff9abc', '\u00b2'])(
    '%j is none',
    (text) => {
      expect(read(text)).toEqual({ kind: 'rejected', reason: 'wrong' })
    },
  )

  it.each(['0', '\n\n', '\r\n\n', '\r\r', ' ', '\nhello', '\0'])('is over before %j', (more) => {
    expect(read(DIGEST + more)).toEqual({ kind: 'rejected', reason: 'too-long' })
  })
})
