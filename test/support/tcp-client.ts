import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const patienceMs = 10_000

/** A TCP client that remembers all it received. */
export class TcpClient {
  /** Ours; what the record of the connection calls its remote port. */
  readonly localPort: number
  readonly #socket: Socket
  readonly #closed: Promise<unknown>
  #received = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    this.localPort = socket.localPort ?? 0 // the socket forgets it when it closes
    this.#closed = new Promise((resolve) => socket.once('close', resolve)) // once() would reject on a reset
    socket.on('data', (chunk) => (this.#received = Buffer.concat([this.#received, chunk])))
    socket.on('error', () => undefined) // 'close' follows and is what callers wait for
  }

  /** Rejects with the system's error, such as ECONNREFUSED. */
  static async connect(port: number, host = '127.0.0.1'): Promise<TcpClient> {
    const socket = connect({ port, host })
    await once(socket, 'connect')
    return new TcpClient(socket)
  }

  send(text: string): void {
    this.#socket.write(text)
  }

  /** Waits until that many bytes have come in all, and answers all of them as text. */
  async received(bytes: number): Promise<string> {
    return (await this.receivedBytes(bytes)).toString()
  }

  /** The same, as they came. */
  async receivedBytes(bytes: number): Promise<Buffer> {
    const signal = AbortSignal.timeout(patienceMs)
    while (this.#received.length < bytes) await once(this.#socket, 'data', { signal })
    return this.#received
  }

  /** Sends FIN. */
  end(): void {
    this.#socket.end()
  }

  /** Resolves when the connection is over, whoever ended it. */
  async closed(): Promise<void> {
    await this.#closed
  }
}
