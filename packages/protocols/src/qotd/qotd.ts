import { defineProtocol } from '@switchboard/netcore'
import { randomInt } from 'node:crypto'
import { Type } from 'typebox'
import { answerCaller, OpenUdp } from '../answer-caller.ts'
import { LINE_CLIENTS } from '../line-clients.ts'
import { udpClients } from '../udp-clients.ts'
import { QUOTES } from './quotes.ts'

/** With CR LF, a quote stays under the 512 characters of RFC 865. */
const LONGEST = 509

/** Quote of the Day, RFC 865. */
export const qotd = defineProtocol({
  id: 'qotd',
  title: 'Quote of the day',
  summary: 'Sends a quote, another one each time, and closes.',
  clientSees: 'One line that ends with CR LF, then the end. Over UDP one datagram for each that it sends.',
  about: [
    'The server speaks first: to connect is to ask.',
    'A quote has fewer than 512 characters, and so fits into one datagram.',
    'The server ends the stream, and the client reads until that end: only then it has the whole quote.',
    'UDP knows no connection, so somebody has to ask; the reply is longer than that, and it listens on loopback only unless amplification is on.',
  ],
  reference: { title: 'RFC 865', url: 'https://www.rfc-editor.org/rfc/rfc865' },
  transports: ['tcp', 'udp', 'unix'],
  stateless: true,
  amplifies: true,
  defaultPort: 17,
  options: Type.Object(
    {
      quotes: Type.Array(Type.String({ minLength: 1, maxLength: LONGEST, pattern: '^[^\\r\\n]*$' }), {
        maxItems: 200,
        default: [],
        title: 'Quotes',
        description: `One in each line, of at most ${LONGEST} characters; each caller gets one of them. None: the built-in ones.`,
        examples: [['Brevity is the soul of wit. -- William Shakespeare']],
      }),
      amplification: OpenUdp,
    },
    { additionalProperties: false },
  ),
  presets: [],
  example: [
    { from: 'service', text: 'Brevity is the soul of wit. -- William Shakespeare\r\n', varies: true },
  ],
  snippets: LINE_CLIENTS,
  udpSnippets: udpClients(''),
  async serve(connection, { quotes }) {
    const choice = quotes.length > 0 ? quotes : QUOTES
    await answerCaller(connection, () => `${choice[randomInt(choice.length)]}\r\n`)
  },
})
