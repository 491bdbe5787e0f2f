import { expect, test } from 'vitest'
import { hexDump } from './hex-dump.ts'

test('hexadecimal with its place in the stream, and nothing but ASCII beside it', () => {
  const bytes = Uint8Array.from([0x68, 0x69, 0, 0x1b, 0xff, ...Array<number>(12).fill(0x41)])
  expect(hexDump(bytes, 256).split('\n')).toEqual([
    '00000100  68 69 00 1b ff 41 41 41 41 41 41 41 41 41 41 41  hi...AAAAAAAAAAA',
    `00000110  41${' '.repeat(45)}  A`,
  ])
})
