import { defineProtocol, type Preset } from '@switchboard/netcore'
import { Type } from 'typebox'
import { HEAR_ALL, powershellClient } from '../powershell.ts'

/** The most that is read before closing (bytes). */
const MOST_READ = 1024
const WELCOME = 'Welcome to Switchboard!\r\n'

const presets: Preset[] = [
  {
    id: 'welcome',
    title: 'Welcome',
    summary: 'A line that ends with CR LF, then closes.',
    transport: 'tcp',
    options: { message: WELCOME, then: 'close' },
  },
  {
    id: 'hello',
    title: 'Hello',
    summary: 'hello without a line ending; reads at most 1,024 bytes once, then closes.',
    transport: 'tcp',
    options: { message: 'hello', then: 'read-once' },
    example: [
      { from: 'service', text: 'hello' },
      { from: 'client', text: 'thanks' },
    ],
  },
]

/** Greets whoever connects: the welcome server of the socket tutorials. */
export const greeting = defineProtocol({
  id: 'greeting',
  title: 'Greeting',
  summary: 'Greets whoever connects, and closes at once or after one read.',
  clientSees:
    'The message, byte for byte, before it has said anything; then the end, at once or after it has sent something.',
  about: [
    'Many protocols begin like this: servers for mail (SMTP) and files (FTP) speak first, with one line.',
    'No line ending is added: whoever waits for a line from a message without one waits until the end of the stream.',
    'TCP does not say how long a message is: the client knows by a line ending, a length or the end.',
    'The preset Hello waits for one read before it closes, Welcome closes at once.',
  ],
  reference: { title: 'RFC 9293 (TCP)', url: 'https://www.rfc-editor.org/rfc/rfc9293' },
  transports: ['tcp', 'unix'],
  stateless: true,
  defaultPort: 7015,
  options: Type.Object(
    {
      message: Type.String({
        minLength: 1,
        maxLength: 4096,
        escapes: true,
        default: WELCOME,
        title: 'Message',
        description: 'Sent as it is, in UTF-8: what shall end with a line ending has to say so.',
      }),
      then: Type.Enum(['close', 'read-once'], {
        default: 'close',
        title: 'Then',
        description: 'close: at once. read-once: read at most 1,024 bytes, then close.',
      }),
    },
    { additionalProperties: false },
  ),
  presets,
  example: [{ from: 'service', text: WELCOME }],
  snippets: {
    nc: 'nc -N {host} {port} </dev/null',
    python: [
      'import socket',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    print(peer.recv(1024))',
      '    peer.sendall(b"thanks")',
    ].join('\n'),
    node: [
      "import { connect } from 'node:net'",
      "const peer = connect({port}, '{host}')",
      "peer.on('data', (data) => peer.end(console.log(String(data))))",
    ].join('\n'),
    powershell: powershellClient(...HEAR_ALL),
  },
  async serve(connection, { message, then }) {
    await connection.send(message)
    if (then === 'close') return
    const said = await connection.bytes().atMost(MOST_READ)
    if (said) connection.countMessage()
  },
})
