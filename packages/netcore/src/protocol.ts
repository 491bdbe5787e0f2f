import type { Static, TObject } from 'typebox'
import type { Transport } from './address.ts'
import type { Connection } from './connection.ts'
import type { OperatorMessage } from './operator.ts'
import type { SpeakOutcome } from './outbox.ts'
import type { Room } from './room.ts'

/**
 * Somebody's turn in an example. `varies`: another text each time, of the same shape. `hex`: the bytes, in hexadecimal.
 * What an operator says reaches the client as it is.
 */
export type ExampleTurn = {
  from: 'client' | 'service' | 'operator'
  text: string
  varies?: boolean
  hex?: boolean
}

/** A named set of options that gives a well-known behaviour. */
export type Preset = {
  id: string
  title: string
  summary: string
  transport: Transport
  options: Record<string, unknown>
  /** What a client sees with these options; that of the protocol when it is missing. */
  example?: readonly ExampleTurn[]
}

/** Clients to try a protocol with; `{host}` and `{port}` stand for the address. */
export type Snippets = { nc: string; python: string; node: string; powershell?: string }

/**
 * One protocol: what is said on a connection. `serve` runs once for each connection: when it returns, Switchboard
 * hangs up; when it throws, it hangs up as `protocol-error` and the journal says why.
 *
 * Two options mean the same in every protocol that declares them: `framing` decides what a message is, and
 * `amplification` lets a reply to a datagram be longer than the datagram.
 */
export type Protocol<Options extends TObject = TObject> = {
  /** Saved in the database: never renamed, never reused. */
  id: string
  title: string
  summary: string
  /** What comes, and when it ends, in one or two sentences. */
  clientSees: string
  /** One to five lines that explain it to somebody who learns, each a sentence or two of plain text. */
  about: readonly string[]
  reference: { title: string; url: string } | null
  transports: readonly Transport[]
  /** Whether connections know nothing of each other, so that a service may be spread over all engines. */
  stateless: boolean
  /** Whether it makes no sense without the service's `challenge`; false when it is missing. */
  needsChallenge?: boolean
  /**
   * Whether its replies to datagrams are longer than these by nature. Its UDP side then listens on loopback only,
   * unless the option `amplification` is set. False when it is missing.
   */
  amplifies?: boolean
  /** The port the protocol is known by. */
  defaultPort: number
  options: Options
  presets: readonly Preset[]
  /** What a client sees with the options as by default, over TCP. */
  example?: readonly ExampleTurn[]
  snippets: Snippets
  /** Those for UDP, where the others speak TCP. */
  udpSnippets?: Snippets
  serve(connection: Connection, options: Static<Options>, room: Room): Promise<void>
  /**
   * An operator speaks on an open connection while `serve` runs; without this nobody can. Send it with
   * `connection.speak` and answer what became of it; `connection.finish()` hangs up. `options` are those of this moment.
   */
  operatorSays?(connection: Connection, message: OperatorMessage, options: Static<Options>): SpeakOutcome
}

/** Declares a protocol; the type of `options` in `serve` follows from the schema. */
export function defineProtocol<Options extends TObject>(protocol: Protocol<Options>): Protocol<Options> {
  return protocol
}

/** The protocols there are, by id, in the order in which people shall see them. */
export type Catalogue = ReadonlyMap<string, Protocol>
