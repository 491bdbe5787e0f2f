import { defineProtocol } from '@switchboard/netcore'
import { Type } from 'typebox'
import { answerCaller, OpenUdp } from '../answer-caller.ts'
import { powershellClient } from '../powershell.ts'
import { udpClients } from '../udp-clients.ts'
import { timeOf } from './rfc868.ts'

/** Time, RFC 868. */
export const time = defineProtocol({
  id: 'time',
  title: 'Time',
  summary: 'Sends the seconds since 1900 as a 32-bit number, and closes.',
  clientSees: 'Four bytes, then the end. Over UDP one datagram with the same four for each that it sends.',
  about: [
    'They are the seconds since 1900-01-01 00:00 UTC: subtract 2,208,988,800 for the seconds since 1970 that most systems count.',
    'The most significant byte comes first, which is network byte order: struct.unpack("!I", …) in Python, ntohl() in C.',
    'Four bytes may come in more than one read: read until there are four.',
    'On 2036-02-07 at 06:28:16 UTC the 32 bits are used up, and the number begins at 0 again.',
    'It says nothing of the delay on the way; NTP (RFC 5905) does.',
  ],
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
    powershell: powershellClient(
      '[byte[]] $bytes = [System.IO.BinaryReader]::new($peer).ReadBytes(4)',
      '[array]::Reverse($bytes)',
      '$seconds = [System.BitConverter]::ToUInt32($bytes, 0) - 2208988800',
      '[System.DateTimeOffset]::FromUnixTimeSeconds($seconds)',
    ),
  },
  udpSnippets: udpClients('', 'bytes'),
  async serve(connection) {
    await answerCaller(connection, () => timeOf(new Date()))
  },
})
