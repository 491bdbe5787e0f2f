import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const patienceMs = 10_000

/** Sends one datagram and answers the one that comes back, as text. */
export async function exchangeDatagram(port: number, text: string, host = '127.0.0.1'): Promise<string> {
  const socket = createSocket('udp4')
  try {
    const reply = once(socket, 'message', { signal: AbortSignal.timeout(patienceMs) })
    socket.send(text, port, host)
    const [message] = (await reply) as [Buffer]
    return message.toString()
  } finally {
    socket.close()
  }
}
