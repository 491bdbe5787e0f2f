import type { Endpoint } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { clientCode, curlCode } from './client-code.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const tcp: Endpoint = { transport: 'tcp', host: '0.0.0.0', port: 7007 }
const udp: Endpoint = { transport: 'udp', host: '::1', port: 7007 }
const unix: Endpoint = { transport: 'unix', path: 'a.sock' }
const one = { messages: [{ bytes: bytes('hello\n'), delayMs: 0 }], halfClose: true, waitMs: 1000 }
const two = { ...one, halfClose: false, messages: [...one.messages, { bytes: bytes('ü'), delayMs: 250 }] }

test('netcat says it byte by byte, whatever the shell would make of it', () => {
  expect(clientCode('nc', one, tcp)).toBe(String.raw`printf 'hello\n' | nc -N 127.0.0.1 7007`)
  expect(clientCode('nc', one, unix)).toBe(String.raw`printf 'hello\n' | nc -N -U data/sockets/a.sock`)
  expect(clientCode('nc', one, udp)).toBe(String.raw`printf 'hello\n' | nc -u -w 1 ::1 7007`)
  expect(clientCode('nc', two, tcp)).toBe(
    String.raw`{ printf 'hello\n'; sleep 0.25; printf '\303\274'; sleep 1; } | nc -N 127.0.0.1 7007`,
  )
  const awkward = { ...one, messages: [{ bytes: bytes("-5% 'n\\"), delayMs: 0 }] }
  expect(clientCode('nc', awkward, tcp)).toBe(String.raw`printf '\0555%% \047n\134' | nc -N 127.0.0.1 7007`)
})

test('Python does so over every transport', () => {
  expect(clientCode('python', one, tcp)).toContain(
    '    peer.sendall(b"hello\\n")\n    peer.shutdown(socket.SHUT_WR)',
  )
  expect(clientCode('python', two, tcp)).toContain('    time.sleep(0.25)\n    peer.sendall(b"\\xc3\\xbc")')
  expect(clientCode('python', two, udp)).toContain('socket.AF_INET6, socket.SOCK_DGRAM')
  expect(clientCode('python', one, unix)).toContain('peer.connect("data/sockets/a.sock")\n    peer.sendall')
})

test('what cannot be said so is not shown', () => {
  expect(clientCode('nc', two, udp)).toBeUndefined()
  const long = { ...one, messages: [{ bytes: new Uint8Array(5000), delayMs: 0 }] }
  expect(clientCode('nc', long, tcp)).toBeUndefined()
  expect(clientCode('python', long, tcp)).toBeUndefined()
})

test('curl asks the manager, with quotes that the shell leaves alone', () => {
  const code = curlCode('http://127.0.0.1:8080', { serviceId: 'svc_1', messages: [{ text: "it's" }] })
  expect(code).toContain('http://127.0.0.1:8080/api/v1/client:send')
  expect(code).toContain(String.raw`-d '{"serviceId":"svc_1","messages":[{"text":"it'\''s"}]}'`)
})
