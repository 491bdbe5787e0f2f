import { expect, test } from 'vitest'
import { base64OfBytes, bytesOfBase64 } from './base64.ts'

test('every byte comes back, of short texts and long ones', () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, place) => place % 256)
  expect(bytesOfBase64(base64OfBytes(bytes))).toEqual(bytes)
  expect(base64OfBytes(new Uint8Array())).toBe('')
})
