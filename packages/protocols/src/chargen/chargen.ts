import { defineProtocol, type Connection } from '@switchboard/netcore'
import { randomInt } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { Type } from 'typebox'
import { powershellClient } from '../powershell.ts'
import { readAway } from '../read-away.ts'
import { udpClients } from '../udp-clients.ts'
import { pattern } from './pattern.ts'

/** What is written at a time: whole rounds of the pattern, so that the next write goes on where this one ends. */
const BLOCK = pattern(10)
/** The longest datagram (characters). */
const LONGEST = 512

/** Character Generator, RFC 864. */
export const chargen = defineProtocol({
  id: 'chargen',
  title: 'Chargen',
  summary: 'Sends lines of printable characters, as fast as the peer reads.',
  clientSees:
    'Lines of 72 characters and CR LF, without end. Over UDP one datagram of 0 to 512 characters for each that it sends.',
  about: [
    'Each line begins one character later in the ring of the 95 printable ones, so that a lost or doubled byte is seen at once.',
    'It sends as fast as the client reads: when nobody reads, buffers fill and TCP makes the sender wait. That is back-pressure.',
    'A client that takes nothing for 30 s is closed as slow-peer, unless the limits of the service say otherwise.',
    'Over UDP a forged sender could aim long replies at somebody else, so none is longer than its datagram unless amplification is on.',
  ],
  reference: { title: 'RFC 864', url: 'https://www.rfc-editor.org/rfc/rfc864' },
  transports: ['tcp', 'udp', 'unix'],
  stateless: true,
  defaultPort: 19,
  options: Type.Object(
    {
      amplification: Type.Boolean({
        default: false,
        title: 'Amplification',
        description:
          'Lets a reply to a datagram be longer than the datagram, up to 512 characters. Without it, at most as long.',
      }),
    },
    { additionalProperties: false },
  ),
  presets: [],
  example: [
    {
      from: 'service',
      text: ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n',
    },
  ],
  snippets: {
    nc: 'nc {host} {port} </dev/null | head -n 3',
    python: [
      'import socket',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    print(peer.makefile().readline())',
    ].join('\n'),
    node: [
      "import { connect } from 'node:net'",
      "const peer = connect({port}, '{host}')",
      "peer.once('data', (data) => peer.end(console.log(String(data.subarray(0, 74)))))",
    ].join('\n'),
    powershell: powershellClient('[System.IO.StreamReader]::new($peer).ReadLine()'),
  },
  udpSnippets: udpClients('at most as many characters as these'),
  async serve(connection, { amplification }) {
    if (connection.facts.transport === 'udp') await answerDatagrams(connection, amplification)
    else await pour(connection)
  },
})

async function answerDatagrams(connection: Connection, amplification: boolean): Promise<void> {
  for await (const { length } of connection.messages) {
    const most = amplification ? LONGEST : Math.min(length, LONGEST)
    await connection.send(BLOCK.subarray(0, randomInt(most + 1)))
  }
}

/** Until the peer ends its side. A peer that only reads gets as much as it takes. */
async function pour(connection: Connection): Promise<void> {
  let isOver = false
  const over = () => (isOver = true)
  readAway(connection.messages).then(over, over)
  while (!isOver) {
    await connection.write(BLOCK)
    // The kernel may take block after block at once: other connections have their turn in between.
    await turn()
  }
}
