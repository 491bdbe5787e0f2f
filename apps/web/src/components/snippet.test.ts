import { expect, test } from 'vitest'
import { clientEndpoint, fillSnippet } from './snippet.ts'

const tcp = { transport: 'tcp' as const, host: '127.0.0.1', port: 7007 }
const udp = { transport: 'udp' as const, host: '0.0.0.0', port: 7008 }
const nc = "printf 'hello' | nc -N {host} {port}"

test('the real address is filled in', () => {
  expect(fillSnippet(nc, tcp)).toBe("printf 'hello' | nc -N 127.0.0.1 7007")
})

test('over UDP nc speaks UDP, and a wildcard is reached through loopback', () => {
  expect(fillSnippet(nc, udp)).toBe("printf 'hello' | nc -u -w1 127.0.0.1 7008")
  expect(fillSnippet('{host}', { ...udp, host: '::' })).toBe('::1')
})

test('clients are shown for TCP first', () => {
  expect(clientEndpoint([{ transport: 'unix', path: 'a.sock' }, udp, tcp])).toBe(tcp)
  expect(clientEndpoint([udp])).toBe(udp)
  expect(clientEndpoint([{ transport: 'unix', path: 'a.sock' }])).toBeUndefined()
})
