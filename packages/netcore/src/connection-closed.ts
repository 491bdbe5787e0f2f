/** Thrown to a handler that goes on talking to a peer that is gone. Not a fault of the protocol. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed'
}

/** One for all: it is a signal, not a fault, and a stack for each connection would cost more than the connection's end. */
export const GONE = new ConnectionClosed('The connection is closed.')
