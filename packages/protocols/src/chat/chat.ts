import { defineProtocol, Framing, type Connection, type Preset } from '@switchboard/netcore'
import { Type } from 'typebox'
import { bytesOf, HEAR_ONCE, powershellClient, sendBytes } from '../powershell.ts'
import { udpClients } from '../udp-clients.ts'
import { noteMessage } from './chat-message.ts'
import { Pace } from './pace.ts'
import { isQuit } from './quit.ts'
import { passOn } from './relay.ts'

const LINES = { kind: 'lines', maxBytes: 65_536 }

const presets: Preset[] = [
  {
    id: 'raw',
    title: 'Raw',
    summary: 'One send is one message, as in the lessons; no line ending is added.',
    transport: 'tcp',
    options: { framing: { kind: 'raw', maxBytes: 65_536 } },
  },
  {
    id: 'lines',
    title: 'Lines',
    summary: 'One line is one message, both ways: for nc and telnet.',
    transport: 'tcp',
    options: { framing: LINES },
    example: [
      { from: 'client', text: 'hello\n' },
      { from: 'operator', text: 'Good morning. How can I help?\n' },
    ],
  },
  {
    id: 'room',
    title: 'Room',
    summary: 'Lines, and the callers hear each other: [127.0.0.1:51234] hello.',
    transport: 'tcp',
    options: { framing: LINES, relay: true, greeting: 'Everybody here reads what you write. Q leaves.' },
    example: [
      { from: 'service', text: 'Everybody here reads what you write. Q leaves.\n' },
      { from: 'client', text: 'hello\n' },
    ],
  },
]

const options = Type.Object(
  {
    greeting: Type.String({
      maxLength: 1000,
      default: '',
      escapes: true,
      title: 'Greeting',
      description:
        'Sent to every caller; over UDP in answer to the first datagram, and only with amplification. Empty: none.',
    }),
    quitWord: Type.String({
      maxLength: 64,
      default: 'Q',
      title: 'Quit word',
      description: 'Alone in a message, in any case, it ends the talk, from either side. Empty: none.',
    }),
    relay: Type.Boolean({
      default: false,
      title: 'Callers hear each other',
      description: 'Each message also goes to the other callers, behind the address of its sender.',
    }),
    framing: Framing,
    amplification: Type.Boolean({
      default: false,
      title: 'Amplification',
      description:
        'Lets UDP callers be greeted and hear the others, too. Their addresses can be forged, so leave it off on open networks.',
    }),
  },
  { additionalProperties: false },
)

/** An operator talks with every caller. The talk is in the journal, entry by entry (`chat.message`). */
export const chat = defineProtocol({
  id: 'chat',
  title: 'Chat',
  summary: 'An operator talks with every caller from the dashboard.',
  clientSees: 'Whatever an operator writes, whenever that is, and before it the greeting if there is one.',
  about: [
    'Either side speaks whenever it likes, so a client reads and writes at the same time: with two threads, or with select or poll.',
    'Text is UTF-8: a character has up to four bytes and may be cut between two reads.',
    'By default one read is one message; with the preset Lines one line is, for nc and telnet.',
    'Q alone in a message, in any case, ends the talk; the option quitWord names another word, or none.',
    'Every message is in the journal as chat.message.',
  ],
  reference: { title: 'RFC 3629 (UTF-8)', url: 'https://www.rfc-editor.org/rfc/rfc3629' },
  transports: ['tcp', 'udp', 'unix'],
  // Callers in a room have to be on one engine to hear each other.
  stateless: false,
  defaultPort: 7016,
  options,
  presets,
  example: [
    { from: 'client', text: 'hello' },
    { from: 'operator', text: 'Good morning. How can I help?' },
  ],
  snippets: {
    nc: 'nc {host} {port}',
    python: [
      'import socket',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    peer.sendall(b"hello")',
      '    print(peer.recv(2048))',
    ].join('\n'),
    node: [
      "import { connect } from 'node:net'",
      "const peer = connect({port}, '{host}')",
      "peer.write('hello')",
      "peer.on('data', (data) => console.log(String(data)))",
    ].join('\n'),
    powershell: powershellClient(...sendBytes('said', bytesOf('hello')), ...HEAR_ONCE),
  },
  udpSnippets: udpClients('hello'),
  async serve(connection, { greeting, quitWord, relay, amplification }, room) {
    const isDatagrams = connection.facts.transport === 'udp'
    const pace = new Pace()
    // Over UDP the greeting is the reply to the first datagram, and longer than it.
    let toGreet = isDatagrams && amplification
    if (!isDatagrams) await greet(connection, greeting)
    for await (const message of connection.messages) {
      const quits = isQuit(message, quitWord)
      const heardBy = relay && !quits ? passOn(message, connection, room, { udp: amplification }) : undefined
      noteMessage(connection, 'in', message, { from: 'caller', ...(heardBy !== undefined && { heardBy }) })
      if (toGreet) await greet(connection, greeting)
      toGreet = false
      if (quits) return
      await connection.recorded()
      await pace.next()
    }
  },
  operatorSays(connection, { data, operator, toAll }, { quitWord }) {
    const outcome = connection.speak(data)
    if (outcome !== 'sent') return outcome
    noteMessage(connection, 'out', data, {
      from: 'operator',
      ...(operator !== null && { operator }),
      ...(toAll && { toAll }),
    })
    if (isQuit(data, quitWord)) connection.finish()
    return outcome
  },
})

async function greet(connection: Connection, greeting: string): Promise<void> {
  if (greeting === '') return
  const data = Buffer.from(greeting)
  await connection.send(data)
  noteMessage(connection, 'out', data, { from: 'greeting' })
}
