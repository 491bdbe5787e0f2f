import { defineProtocol, Framing } from '@switchboard/netcore'
import { Type } from 'typebox'
import { bytesOf, HEAR_ALL, powershellClient, sendBytes } from '../powershell.ts'
import { readAway } from '../read-away.ts'
import { udpClients } from '../udp-clients.ts'

/** Discard, RFC 863. */
export const discard = defineProtocol({
  id: 'discard',
  title: 'Discard',
  summary: 'Reads and counts whatever comes, and answers nothing.',
  clientSees: 'Nothing. It may send until it ends its side; over UDP every datagram is taken.',
  about: [
    'It reads and counts: compare reads and messages of a connection to see how its stream was cut.',
    'A send that returns says that the bytes are with the own system, not that anybody has read them.',
    'Only an answer proves that something arrived, and discard gives none.',
  ],
  reference: { title: 'RFC 863', url: 'https://www.rfc-editor.org/rfc/rfc863' },
  transports: ['tcp', 'udp', 'unix'],
  stateless: true,
  defaultPort: 9,
  options: Type.Object({ framing: Framing }, { additionalProperties: false }),
  presets: [],
  example: [{ from: 'client', text: 'hello' }],
  snippets: {
    nc: "printf 'hello' | nc -N {host} {port}",
    python: [
      'import socket',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    peer.sendall(b"hello")',
    ].join('\n'),
    node: ["import { connect } from 'node:net'", "connect({port}, '{host}').end('hello')"].join('\n'),
    powershell: powershellClient(...sendBytes('said', bytesOf('hello')), ...HEAR_ALL),
  },
  udpSnippets: udpClients('hello', 'none'),
  async serve(connection) {
    await readAway(connection.messages)
  },
})
