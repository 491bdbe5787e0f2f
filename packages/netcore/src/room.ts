import type { Connection } from './connection.ts'

/** What surrounds a connection: the others of its service, and a host that has what engines have not. */
export interface Room {
  /** The open connections of the same service in this engine, this one too. */
  connections(): Iterable<Connection>
  /**
   * Asks the manager, which knows what `topic` means and for which service the question is. Takes and answers plain
   * values (structured clone). Throws HostRefusal when the manager refuses.
   */
  ask(topic: string, body: unknown): Promise<unknown>
}
