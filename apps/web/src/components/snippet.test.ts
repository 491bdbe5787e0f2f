import type { Endpoint, Protocol } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { clientEndpoints, fillSnippet, snippetFor } from './snippet.ts'

const tcp: Endpoint & { port: number } = { transport: 'tcp', host: '127.0.0.1', port: 7007 }
const udp: Endpoint & { port: number } = { transport: 'udp', host: '0.0.0.0', port: 7008 }
const unix: Endpoint = { transport: 'unix', path: 'a.sock' }
const protocol = {
  snippets: {
    nc: "printf 'hello' | nc -N {host} {port}",
    python:
      'import socket\nwith socket.create_connection(("{host}", {port})) as peer:\n    peer.sendall(b"x")',
    node: "connect({port}, '{host}').end('x')",
  },
  udpSnippets: { nc: 'nc -u {host} {port}', python: 'socket(AF_INET, X)', node: "createSocket('udp4')" },
} as Protocol

test('the real address is filled in', () => {
  expect(snippetFor(protocol, 'nc', tcp)).toBe("printf 'hello' | nc -N 127.0.0.1 7007")
})

test('streams are framed as the service is set, datagrams never', () => {
  const options = { framing: { kind: 'length-prefixed', bytes: 1, endian: 'big' } }
  expect(snippetFor(protocol, 'nc', tcp, options)).toBe(String.raw`printf '\005hello' | nc -N 127.0.0.1 7007`)
  expect(snippetFor(protocol, 'nc', udp, options)).toBe('nc -u 127.0.0.1 7008')
})

test('UDP has clients of its own; a wildcard is reached through loopback, IPv6 by its own family', () => {
  expect(snippetFor(protocol, 'nc', udp)).toBe('nc -u 127.0.0.1 7008')
  expect(snippetFor({ ...protocol, udpSnippets: null }, 'nc', udp)).toBeUndefined()
  expect(fillSnippet('{host}', { ...udp, host: '::' })).toBe('::1')
  expect(snippetFor(protocol, 'python', { ...udp, host: '::1' })).toBe('socket(AF_INET6, X)')
  expect(snippetFor(protocol, 'node', { ...udp, host: '::1' })).toBe("createSocket('udp6')")
})

test('clients for TCP are rewritten for a Unix socket', () => {
  expect(snippetFor(protocol, 'nc', unix)).toBe("printf 'hello' | nc -N -U data/sockets/a.sock")
  expect(snippetFor(protocol, 'node', unix)).toBe("connect('data/sockets/a.sock').end('x')")
  expect(snippetFor(protocol, 'python', unix)).toBe(
    [
      'import socket',
      'with socket.socket(socket.AF_UNIX) as peer:',
      '    peer.connect("data/sockets/a.sock")',
      '    peer.sendall(b"x")',
    ].join('\n'),
  )
})

test('a client that cannot be rewritten is not shown', () => {
  const bash = { ...protocol, snippets: { ...protocol.snippets, nc: 'exec 3<>/dev/tcp/{host}/{port}' } }
  expect(snippetFor(bash, 'nc', unix)).toBeUndefined()
})

test('socat does what netcat does; where a shell alone does it, there is none', () => {
  const socat = (endpoint: Endpoint) => snippetFor(protocol, 'socat', endpoint)
  expect(socat(tcp)).toBe("printf 'hello' | socat -t 5 - TCP:127.0.0.1:7007")
  expect(socat({ ...tcp, host: '::1' })).toBe("printf 'hello' | socat -t 5 - TCP6:[::1]:7007")
  expect(socat(udp)).toBe('socat -t 1 - UDP:127.0.0.1:7008')
  expect(socat(unix)).toBe("printf 'hello' | socat -t 5 - UNIX-CONNECT:data/sockets/a.sock")
  const bash = { ...protocol, snippets: { ...protocol.snippets, nc: 'exec 3<>/dev/tcp/{host}/{port}' } }
  expect(snippetFor(bash, 'socat', tcp)).toBeUndefined()
})

test('a protocol may have no client in PowerShell', () => {
  expect(snippetFor(protocol, 'powershell', tcp)).toBeUndefined()
})

test('there are clients for each transport, TCP first', () => {
  expect(clientEndpoints([unix, udp, tcp, { ...tcp, port: 9 }])).toEqual([tcp, udp, unix])
  expect(clientEndpoints([unix])).toEqual([unix])
})
