import { expect, test } from 'vitest'
import { formatHostPort, formatListen, formatPeer, groupAddresses, isReachable } from './address.ts'
import { formatBytes } from './bytes.ts'
import { formatAge, formatCountdown, formatDuration } from './duration.ts'
import { plural } from './number.ts'
import { formatByteRate, formatRate } from './rate.ts'

test.each([
  [0, '0 B'],
  [5, '5 B'],
  [1023, '1,023 B'],
  [1024, '1.0 KiB'],
  [1434, '1.4 KiB'],
  [102_400, '100 KiB'],
  [1_048_575, '1.0 MiB'],
  [24_117_248, '23.0 MiB'],
])('%i bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [1_490, '1.4 s'],
  [9_999, '9.9 s'],
  [42_900, '42 s'],
  [123_000, '2 m 03 s'],
  [3_840_000, '1 h 04 m'],
  [266_400_000, '3 d 2 h'],
])('%d ms read %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test.each([
  [0, '0/s'],
  [0.0033, '0/s'],
  [0.25, '0.25/s'],
  [9.996, '10/s'],
  [42.123, '42.1/s'],
  [1204.4, '1,204/s'],
])('%d a second read %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text)
})

test('bytes a second have the units of bytes', () => {
  expect(formatByteRate(1434.2)).toBe('1.4 KiB/s')
})

test('an age ticks in whole seconds and is never negative', () => {
  expect(formatAge(1_900)).toBe('1 s')
  expect(formatAge(-300)).toBe('0 s')
  expect(formatAge(61_000)).toBe('1 m 01 s')
})

test('what is to come counts down', () => {
  expect(formatCountdown(2_000)).toBe('in 2 s')
  expect(formatCountdown(1)).toBe('in 1 s')
  expect(formatCountdown(0)).toBe('now')
})

test('counts agree with their noun', () => {
  expect(plural(1, ['# connection', '# connections'])).toBe('1 connection')
  expect(plural(1204, ['# connection', '# connections'])).toBe('1,204 connections')
})

test('IPv6 hosts are bracketed before a port', () => {
  expect(formatHostPort('::1', 7007)).toBe('[::1]:7007')
  expect(formatListen({ transport: 'tcp', port: 7 })).toBe('127.0.0.1:7')
  expect(formatListen({ transport: 'unix', path: 'echo.sock' })).toBe('echo.sock')
})

test('the same address over two transports is one line', () => {
  const at = { host: '127.0.0.1', port: 7007 }
  const groups = groupAddresses([
    { transport: 'tcp', ...at },
    { transport: 'udp', ...at },
    { transport: 'tcp', host: '127.0.0.1', port: 0 },
    { transport: 'unix', path: 'echo.sock' },
  ])
  expect(groups).toEqual([
    { text: '127.0.0.1:7007', transports: ['tcp', 'udp'] },
    { text: '127.0.0.1, any port', transports: ['tcp'] },
    { text: 'echo.sock', transports: ['unix'] },
  ])
})

test('a Unix peer has no address to show', () => {
  expect(formatPeer({ transport: 'unix', remoteAddress: null, remotePort: null })).toBe('local process')
  expect(formatPeer({ transport: 'udp', remoteAddress: '::1', remotePort: 9 })).toBe('[::1]:9')
})

test('wildcard hosts are reachable from the network, loopback is not', () => {
  expect(['0.0.0.0', '::', ' :: '].every(isReachable)).toBe(true)
  expect(['127.0.0.1', '::1', 'localhost'].some(isReachable)).toBe(false)
})
