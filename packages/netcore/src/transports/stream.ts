import type { Socket } from 'node:net'
import type { Connection } from '../connection.ts'
import type { ThrottledWire } from './throttled-wire.ts'
import type { Wire, WriteOutcome } from '../wire.ts'

/** A TCP or Unix socket under a connection. */
export class StreamWire implements Wire {
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
  }

  get unsentBytes(): number {
    return this.#socket.writableLength
  }

  write(data: Buffer): WriteOutcome {
    return this.#socket.write(data) ? 'taken' : 'slow'
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  end(): void {
    this.#socket.end()
  }

  destroy(): void {
    this.#socket.destroy()
  }
}

/** Lets the connection hear its socket. Reading starts here. `throttle` is told how much every read was. */
export function attach(socket: Socket, connection: Connection, throttle?: ThrottledWire): void {
  let failure: Error | undefined
  socket.on('data', (chunk: Buffer) => connection.received(chunk))
  if (throttle) socket.on('data', (chunk: Buffer) => throttle.took(chunk.length))
  socket.on('end', () => connection.ended())
  if (!throttle) socket.on('drain', () => connection.wireDrained())
  socket.on('error', (error) => (failure = error))
  socket.on('close', () => connection.wireClosed(failure))
}
