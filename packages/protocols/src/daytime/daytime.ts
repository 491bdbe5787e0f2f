import { defineProtocol } from '@switchboard/netcore'
import { Type } from 'typebox'
import { answerCaller, OpenUdp } from '../answer-caller.ts'
import { LINE_CLIENTS } from '../line-clients.ts'
import { createClock } from '../clock.ts'
import { TimeZone } from '../time-zone.ts'
import { udpClients } from '../udp-clients.ts'

/** Daytime, RFC 867. */
export const daytime = defineProtocol({
  id: 'daytime',
  title: 'Daytime',
  summary: 'Sends one line with date and time, and closes.',
  clientSees:
    'One line such as Sat Nov 21 09:05:07 2026 that ends with CR LF, then the end. Over UDP one datagram for each that it sends.',
  about: [
    'The line is for people: the RFC leaves its form to the server, so no program should take it apart.',
    'To connect is to ask, and the end of the stream is the end of the answer.',
    'The option timeZone decides whose time it is; the line does not say.',
    'Over UDP the reply is longer than what asks for it, so it listens on loopback only unless amplification is on.',
  ],
  reference: { title: 'RFC 867', url: 'https://www.rfc-editor.org/rfc/rfc867' },
  transports: ['tcp', 'udp', 'unix'],
  stateless: true,
  amplifies: true,
  defaultPort: 13,
  options: Type.Object(
    {
      clock: Type.Enum(['ctime', 'datetime'], {
        default: 'ctime',
        title: 'Clock',
        description: 'ctime: Sat Nov 21 09:05:07 2026. datetime: 2026-11-21 09:05:07.',
      }),
      timeZone: TimeZone,
      amplification: OpenUdp,
    },
    { additionalProperties: false },
  ),
  presets: [],
  example: [{ from: 'service', text: 'Sat Nov 21 09:05:07 2026\r\n', varies: true }],
  snippets: LINE_CLIENTS,
  udpSnippets: udpClients(''),
  async serve(connection, { clock, timeZone }) {
    const now = createClock(clock, timeZone)
    await answerCaller(connection, () => `${now()}\r\n`)
  },
})
