import type { Connection } from '@switchboard/netcore'
import { Type } from 'typebox'

/** The option of those whose replies are longer than what they are asked over UDP. */
export const OpenUdp = Type.Boolean({
  default: false,
  title: 'Amplification',
  description:
    'Lets it listen over UDP beyond loopback, although its replies are longer than what it is asked.',
})

/** Says it at once to whoever connects, whatever they send; over UDP once for every datagram. */
export async function answerCaller(connection: Connection, reply: () => Buffer | string): Promise<void> {
  if (connection.facts.transport !== 'udp') return void (await connection.send(reply()))
  while (!(await connection.messages.next()).done) await connection.send(reply())
}
