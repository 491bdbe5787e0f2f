import { defineProtocol, Framing } from '@switchboard/netcore'
import { Type } from 'typebox'
import { bytesOf, HEAR_ALL, powershellClient, sendBytes } from '../powershell.ts'
import { udpClients } from '../udp-clients.ts'

/** Echo, RFC 862. */
export const echo = defineProtocol({
  id: 'echo',
  title: 'Echo',
  summary: 'Sends every message back to its sender.',
  clientSees:
    'Every byte again, in order, until it ends its side. Over UDP every datagram again, the empty one too.',
  about: [
    'The first server of many a book on networks, and the one to test a network with: what comes back is what arrived.',
    'TCP carries bytes, not messages: three sends may come back in one receive, and one send in three.',
    'The option framing decides what counts as a message in the journal; the bytes that come back are the same.',
    'When the client ends its side, the rest still comes back, and then the end: that is a half-close.',
    'Over UDP it answers neither ports below 1024 nor services of this Switchboard, or two echoes would never stop.',
  ],
  reference: { title: 'RFC 862', url: 'https://www.rfc-editor.org/rfc/rfc862' },
  transports: ['tcp', 'udp', 'unix'],
  stateless: true,
  defaultPort: 7,
  options: Type.Object({ framing: Framing }, { additionalProperties: false }),
  presets: [],
  example: [
    { from: 'client', text: 'hello' },
    { from: 'service', text: 'hello' },
  ],
  snippets: {
    nc: "printf 'hello' | nc -N {host} {port}",
    python: [
      'import socket',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    peer.sendall(b"hello")',
      '    print(peer.recv(1024))',
    ].join('\n'),
    node: [
      "import { connect } from 'node:net'",
      "const peer = connect({port}, '{host}')",
      "peer.end('hello')",
      "peer.on('data', (data) => console.log(String(data)))",
    ].join('\n'),
    powershell: powershellClient(...sendBytes('said', bytesOf('hello')), ...HEAR_ALL),
  },
  udpSnippets: udpClients('hello'),
  async serve(connection) {
    for await (const message of connection.messages) {
      const slow = connection.send(message)
      if (slow) await slow
    }
  },
})
