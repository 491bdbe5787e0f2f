import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A stretch of network between a client and a manager, which can be cut. */
export class Relay {
  /** What stands for the manager's own address. */
  readonly url: string
  readonly #server: Server
  readonly #sockets: ReadonlySet<Socket>

  static async to(managerUrl: string): Promise<Relay> {
    const { hostname, port } = new URL(managerUrl)
    const sockets = new Set<Socket>()
    const server = createServer((client) => join(client, connect(Number(port), hostname), sockets))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Relay(server, sockets)
  }

  private constructor(server: Server, sockets: ReadonlySet<Socket>) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#server = server
    this.#sockets = sockets
  }

  /** Every connection there is, without a goodbye to either side; what is under way is lost. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  close(): void {
    this.#server.close()
    this.cut()
  }
}

function join(client: Socket, manager: Socket, sockets: Set<Socket>): void {
  for (const socket of [client, manager]) {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }
  client.pipe(manager)
  manager.pipe(client)
}
