import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, isIPv6, type NetConnectOpts } from 'node:net'
import type { Endpoint } from '@switchboard/contract'
import { addressInWords } from '../output/words.ts'
import { Failure } from '../failure.ts'

export type Talk = {
  endpoint: Endpoint
  bytes: Uint8Array
  /** How long to wait for an answer, and for more of it, in milliseconds. */
  waitMs: number
  /** Leave our side open when everything is sent. */
  stayOpen: boolean
  /** Takes what the service says, as it comes. */
  hear: (bytes: Buffer) => Promise<void>
}

/** Says something to a service as a client would, and hears what it answers. Throws a Failure when nobody is there. */
export async function talk(said: Talk): Promise<void> {
  const { endpoint } = said
  try {
    await (endpoint.transport === 'udp' ? datagram(said, endpoint) : stream(said))
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error)) throw error
    throw new Failure(`${addressInWords(endpoint)} cannot be talked to from here: ${error.message}.`)
  }
}

async function stream({ endpoint, bytes, waitMs, stayOpen, hear }: Talk): Promise<void> {
  const socket = connect(optionsOf(endpoint))
  let isQuiet = false
  socket.setTimeout(waitMs, () => {
    isQuiet = true
    socket.destroy()
  })
  if (stayOpen) socket.write(bytes)
  else socket.end(bytes)
  try {
    for await (const chunk of socket) await hear(chunk as Buffer)
  } catch (error) {
    if (!isQuiet) throw error
  }
}

const optionsOf = (endpoint: Endpoint): NetConnectOpts => ({
  ...(endpoint.transport === 'unix' ? { path: endpoint.path } : { host: endpoint.host, port: endpoint.port }),
  allowHalfOpen: true,
})

type UdpEndpoint = Extract<Endpoint, { port: number }>

/** One datagram, and the one that comes back: a service answers with one at most. */
async function datagram({ bytes, waitMs, hear }: Talk, { host, port }: UdpEndpoint): Promise<void> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  try {
    socket.connect(port, host)
    await once(socket, 'connect')
    const answer = once(socket, 'message', { signal: AbortSignal.timeout(waitMs) })
    socket.send(bytes)
    const [message] = (await answer) as [Buffer]
    await hear(message)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  } finally {
    socket.close()
  }
}
