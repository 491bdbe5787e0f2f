import type { ConnectionFacts } from './connection-facts.ts'
import type { Decoder } from './framing/decoder.ts'
import type { Journal } from './journal.ts'
import type { Wire } from './wire.ts'

/** What a connection is made of. */
export type ConnectionParts = {
  facts: ConnectionFacts
  /** The service; its name may change. */
  service: { readonly name: string }
  wire: Wire
  decoder: Decoder
  journal: Journal
  /** Called once, when the connection is over. */
  onClosed: () => void
}
