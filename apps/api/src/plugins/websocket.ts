import websocketServer from '@fastify/websocket'
import plugin from 'fastify-plugin'
import type { WebSocket } from 'ws'

const LONGEST_MESSAGE = 64 * 1024
/** Of one message. A fragment of one byte takes a hundred times its size. */
const MOST_FRAGMENTS = 256
/** Reads that have not made up a frame yet. */
const MOST_CHUNKS = 1024
const CLOSE_GRACE_MS = 1000

/** Upgrades to WebSocket. It comes before whatever may refuse a request, so that it can close what was refused. */
export const websocket = plugin(
  async (app) => {
    app.addHook('preClose', async () => goingAway(app.websocketServer.clients))
    await app.register(websocketServer, {
      options: {
        maxPayload: LONGEST_MESSAGE,
        maxFragments: MOST_FRAGMENTS,
        maxBufferedChunks: MOST_CHUNKS,
        perMessageDeflate: false,
      },
      // ws closes the socket itself, with the code that fits.
      errorHandler: (error, _socket, request) => request.log.debug(error, 'WebSocket'),
    })
  },
  { name: 'websocket' },
)

/** Says goodbye to all readers, and cuts those that do not answer. */
function goingAway(clients: Set<WebSocket>): void {
  for (const client of clients) client.close(1001, 'Switchboard stops')
  setTimeout(() => {
    for (const client of clients) client.terminate()
  }, CLOSE_GRACE_MS).unref()
}
