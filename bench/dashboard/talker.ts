import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { now } from '../feed/visitors.ts'

/**
 * One client that sends so many numbered lines a second to an echo service, and reads what comes back. With capture
 * each line makes two entries.
 */
export class Talker {
  /** When each line was handed to the kernel, Unix milliseconds; by its number. */
  readonly saidAt: number[] = []
  readonly #socket: Socket
  readonly #timer: NodeJS.Timeout

  static async begin(port: number, perSecond: number): Promise<Talker> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new Talker(socket, perSecond)
  }

  private constructor(socket: Socket, perSecond: number) {
    this.#socket = socket
    socket.resume()
    const began = performance.now()
    this.#timer = setInterval(() => {
      const due = ((performance.now() - began) / 1000) * perSecond
      while (this.saidAt.length < due) this.#say()
    }, 5)
  }

  /** How many lines were said. */
  async end(): Promise<number> {
    clearInterval(this.#timer)
    this.#socket.end()
    await once(this.#socket, 'close')
    return this.saidAt.length
  }

  #say(): void {
    this.#socket.write(`line ${this.saidAt.length}\n`)
    this.saidAt.push(now())
  }
}
