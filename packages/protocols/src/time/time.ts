import { defineProtocol } from '@switchboard/netcore'
import { Type } from 'typebox'
import { answerCaller, OpenUdp } from '../answer-caller.ts'
import { udpClients } from '../udp-clients.ts'
import { timeOf } from './rfc868.ts'

/** Time, RFC 868. */
export const time = defineProtocol({
  id: 'time',
  title: 'Time',
  summary: 'Sends the seconds since 1900 as a 32-bit number, and closes.',
  reference: { title: 'RFC 868', url: 'https://www.rfc-editor.org/rfc/rfc868' },
  transports: ['tcp', 'udp', 'unix'],
  stateless: true,
  amplifies: true,
  defaultPort: 37,
  options: Type.Object({ amplification: OpenUdp }, { additionalProperties: false }),
  presets: [],
  example: [{ from: 'service', text: 'ee aa 6f 83', hex: true, varies: true }],
  snippets: {
    nc: 'nc {host} {port} </dev/null | od -An -tx1',
    python: [
      'import socket, struct, time',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    seconds, = struct.unpack("!I", peer.recv(4))',
      'print(time.ctime(seconds - 2208988800))',
    ].join('\n'),
    node: [
      "import { connect } from 'node:net'",
      "const peer = connect({port}, '{host}')",
      "peer.on('data', (data) => console.log(new Date((data.readUInt32BE() - 2208988800) * 1000)))",
    ].join('\n'),
  },
  udpSnippets: udpClients('', 'bytes'),
  async serve(connection) {
    await answerCaller(connection, () => timeOf(new Date()))
  },
})
