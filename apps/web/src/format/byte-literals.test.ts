import { expect, test } from 'vitest'
import { cArray, pythonBytes } from './byte-literals.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

test('an array of C has its length and twelve bytes a line', () => {
  expect(cArray(bytes('hello'), 'in_1')).toBe(
    'const unsigned char in_1[5] = {\n  0x68, 0x65, 0x6c, 0x6c, 0x6f,\n};',
  )
  const lines = cArray(new Uint8Array(25), 'in_2').split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[3]).toBe('  0x00,')
  expect(cArray(new Uint8Array(), 'none')).toBe('const unsigned char none[1] = { 0 }; /* empty */')
})

test('bytes of Python escape what is no plain ASCII, and break after line feeds', () => {
  expect(pythonBytes(bytes('a"\\\t\r\n\0é~'), 'x')).toBe(
    'x = (\n    b"a\\"\\\\\\t\\r\\n"\n    b"\\x00\\xe9~"\n)',
  )
  expect(pythonBytes(bytes('hi'), 'x')).toBe('x = b"hi"')
  expect(pythonBytes(new Uint8Array(), 'x')).toBe('x = b""')
})

test('a long line of Python is broken after 64 bytes', () => {
  const lines = pythonBytes(bytes('a'.repeat(130)), 'x').split('\n')
  expect(lines.slice(1, -1).map((line) => line.trim().length - 3)).toEqual([64, 64, 2])
})
