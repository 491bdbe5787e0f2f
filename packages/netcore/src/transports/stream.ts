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

/** Who hears a socket: a connection, or what stands before it. */
export type StreamPeer = Pick<Connection, 'received' | 'ended' | 'wireDrained' | 'wireClosed'>

/** Lets the peer hear its socket. Reading starts here. `throttle` is told how much every read was. */
export function attach(socket: Socket, peer: StreamPeer, throttle?: ThrottledWire): void {
  let failure: Error | undefined
  socket.on('data', (chunk: Buffer) => peer.received(chunk))
  if (throttle) socket.on('data', (chunk: Buffer) => throttle.took(chunk.length))
  socket.on('end', () => peer.ended())
  if (!throttle) socket.on('drain', () => peer.wireDrained())
  socket.on('error', (error) => (failure = error))
  socket.on('close', () => peer.wireClosed(failure))
}
