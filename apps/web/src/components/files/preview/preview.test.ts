import { expect, test } from 'vitest'
import { LOOK_BYTES, previewOf } from './preview.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const raw = (...values: (number | string)[]) =>
  Uint8Array.from(values.flatMap((value) => (typeof value === 'number' ? value : [...bytes(value)])))

test.each([
  ['PNG', raw(0x89, 'PNG\r\n', 0x1a, '\n', 0, 0), 'image/png'],
  ['JPEG', raw(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['GIF', raw('GIF89a', 1), 'image/gif'],
  ['WebP', raw('RIFF', 1, 2, 3, 4, 'WEBPVP8 '), 'image/webp'],
])('%s is known by its first bytes', (_, start, type) => {
  expect(previewOf(start, true)).toEqual({ kind: 'image', type })
})

test('pictures that may have a program in them, and pages, are text', () => {
  for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', '<!doctype html><script>'])
    expect(previewOf(bytes(text), true)).toEqual({ kind: 'text', text })
})

test('UTF-8 is text, with tabs, line breaks and colours of terminals; other control characters are none', () => {
  const text = 'Grüße\t日本\r\n\u001b[31mred\f'
  expect(previewOf(bytes(text), true)).toEqual({ kind: 'text', text })
  for (const sign of ['\0', '\u0007', '\u007f']) expect(previewOf(bytes(`a${sign}`), true).kind).toBe('hex')
  expect(previewOf(raw(0xe4, 0xf6), true).kind).toBe('hex')
})

test('a character that the end cuts is left out, unless it is the end of the file', () => {
  const cut = bytes('aé').subarray(0, 2)
  expect(previewOf(cut, false)).toEqual({ kind: 'text', text: 'a' })
  expect(previewOf(cut, true).kind).toBe('hex')
})

test('of other bytes the first 4 KiB are shown, and nothing of nothing', () => {
  const preview = previewOf(new Uint8Array(LOOK_BYTES), false)
  expect(preview.kind === 'hex' && preview.bytes.length).toBe(4096)
  expect(previewOf(new Uint8Array(), true)).toEqual({ kind: 'empty' })
})
