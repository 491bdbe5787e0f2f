import { defineProtocol, Framing, type Preset } from '@switchboard/netcore'
import { Type } from 'typebox'
import { createClock } from '../clock.ts'
import { nextWithin } from '../next-within.ts'
import { bytesOf, HEAR_ALL, powershellClient, sendBytes } from '../powershell.ts'
import { TimeZone } from '../time-zone.ts'
import { udpClients } from '../udp-clients.ts'

const RAW_1024 = { kind: 'raw', maxBytes: 1024 }

const presets: Preset[] = [
  {
    id: 'one-shot',
    title: 'One-shot',
    summary:
      '[ctime]data: one read of at most 1,024 bytes, one reply, close. Silent for 5 s: close without a reply.',
    transport: 'tcp',
    options: { clock: 'ctime', separator: '', replies: 'one', receiveTimeoutMs: 5000, framing: RAW_1024 },
    example: [
      { from: 'client', text: 'hello' },
      { from: 'service', text: '[Sat Nov 21 09:05:07 2026]hello', varies: true },
    ],
  },
  {
    id: 'line',
    title: 'Line',
    summary: '[ctime] line: one line, one reply with the same line ending, close.',
    transport: 'tcp',
    options: { clock: 'ctime', separator: ' ', replies: 'one', framing: { kind: 'lines', maxBytes: 65_536 } },
    example: [
      { from: 'client', text: 'hello\n' },
      { from: 'service', text: '[Sat Nov 21 09:05:07 2026] hello\n', varies: true },
    ],
  },
  {
    id: 'session',
    title: 'Session',
    summary: '[datetime]:data for every read of at most 1,024 bytes, until the peer closes.',
    transport: 'tcp',
    options: { clock: 'datetime', separator: ':', replies: 'many', framing: RAW_1024 },
    example: [
      { from: 'client', text: 'one' },
      { from: 'service', text: '[2026-11-21 09:05:07]:one', varies: true },
      { from: 'client', text: 'two' },
      { from: 'service', text: '[2026-11-21 09:05:08]:two', varies: true },
    ],
  },
  {
    id: 'datagram',
    title: 'Datagram',
    summary: '[ctime] data for every datagram. The replies are longer than the requests.',
    transport: 'udp',
    options: { clock: 'ctime', separator: ' ', replies: 'many', amplification: true },
  },
]

/** Each message comes back behind the server's local time: the server of the socket tutorials. */
export const timestamp = defineProtocol({
  id: 'timestamp',
  title: 'Timestamp',
  summary: "Sends every message back behind the server's time.",
  clientSees: 'What it has sent, behind the time of the server: [Sat Nov 21 09:05:07 2026] hello.',
  about: [
    'The server that socket tutorials begin with: receive, put the time in front, send.',
    'Its presets are the ways in which tutorials cut a stream: one read, one line, or every read until the end.',
    'Whoever takes one read for one message is right only while the network happens to cut the stream like that; Line does not depend on it.',
    'The time has the form of ctime() in C, or 2026-11-21 09:05:07.',
    'A stamped reply is longer than its datagram, so over UDP it needs the option amplification.',
  ],
  reference: {
    title: 'POSIX ctime()',
    url: 'https://pubs.opengroup.org/onlinepubs/9799919799/functions/ctime.html',
  },
  transports: ['tcp', 'udp', 'unix'],
  stateless: true,
  defaultPort: 7014,
  options: Type.Object(
    {
      clock: Type.Enum(['ctime', 'datetime'], {
        default: 'ctime',
        title: 'Clock',
        description: 'ctime: Sat Nov 21 09:05:07 2026. datetime: 2026-11-21 09:05:07.',
      }),
      separator: Type.String({
        maxLength: 16,
        default: ' ',
        title: 'Separator',
        description: 'Stands between the time and the data.',
      }),
      timeZone: TimeZone,
      replies: Type.Enum(['one', 'many'], {
        default: 'many',
        title: 'Replies',
        description: 'one: close after the first reply. many: until the peer closes.',
      }),
      receiveTimeoutMs: Type.Union([Type.Integer({ minimum: 10, maximum: 3_600_000 }), Type.Null()], {
        default: null,
        title: 'Receive timeout',
        description: 'Milliseconds to wait for a message before closing without a reply. Empty: no limit.',
      }),
      framing: Framing,
      amplification: Type.Boolean({
        default: false,
        title: 'Amplification',
        description:
          'Lets a reply to a datagram be longer than the datagram. Without it UDP gets no reply here.',
      }),
    },
    { additionalProperties: false },
  ),
  presets,
  example: [
    { from: 'client', text: 'hello' },
    { from: 'service', text: '[Sat Nov 21 09:05:07 2026] hello', varies: true },
  ],
  snippets: {
    nc: "printf 'hello\\n' | nc -N {host} {port}",
    python: [
      'import socket',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    peer.sendall(b"hello")',
      '    print(peer.recv(2048))',
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
  async serve(connection, { clock, separator, timeZone, replies, receiveTimeoutMs }) {
    const now = createClock(clock, timeZone)
    for (;;) {
      const message = await nextWithin(connection.messages, receiveTimeoutMs)
      if (!message) return
      await connection.send(Buffer.concat([Buffer.from(`[${now()}]${separator}`), message]))
      if (replies === 'one') return
    }
  },
})
