import { expect, test } from 'vitest'
import { framedSnippet } from './framed-snippet.ts'

const nc = String.raw`printf 'hello\n' | nc -N {host} {port}`
const python = 'peer.sendall(b"hello")'

test.each([
  [{ kind: 'raw', maxBytes: 100 }, nc, python],
  [{ kind: 'lines', maxBytes: 100 }, nc, String.raw`peer.sendall(b"hello\n")`],
  [{ kind: 'fixed', bytes: 8 }, "printf 'hello...' | nc -N {host} {port}", 'peer.sendall(b"hello...")'],
  [{ kind: 'fixed', bytes: 4 }, "printf 'hell' | nc -N {host} {port}", 'peer.sendall(b"hell")'],
  [
    { kind: 'length-prefixed', bytes: 2, endian: 'big' },
    String.raw`printf '\000\005hello' | nc -N {host} {port}`,
    String.raw`peer.sendall(b"\x00\x05hello")`,
  ],
  [
    { kind: 'length-prefixed', bytes: 4, endian: 'little' },
    String.raw`printf '\005\000\000\000hello' | nc -N {host} {port}`,
    String.raw`peer.sendall(b"\x05\x00\x00\x00hello")`,
  ],
])('clients say hello as %j wants it', (framing, shell, script) => {
  expect(framedSnippet(nc, 'nc', framing)).toBe(shell)
  expect(framedSnippet(python, 'python', framing)).toBe(script)
})

test.each([
  [{ kind: 'lines' }, 'GetBytes("hello`n")'],
  [{ kind: 'length-prefixed', bytes: 2, endian: 'big' }, 'GetBytes("$([char]0)$([char]5)hello")'],
])('PowerShell has escapes of its own for %j', (framing, said) => {
  expect(framedSnippet('GetBytes("hello")', 'powershell', framing)).toBe(said)
})

test('without a framing nothing changes, and long fixed messages are not shown', () => {
  expect(framedSnippet(nc, 'nc', undefined)).toBe(nc)
  expect(framedSnippet(nc, 'nc', { kind: 'fixed', bytes: 1000 })).toBeUndefined()
})
