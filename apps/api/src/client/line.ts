import type { ClientSendResult, ClientTls } from '@switchboard/contract'
import type { Target } from './target.ts'

/** How a talk ends. */
export type Ending = Pick<ClientSendResult, 'endedBy' | 'error'>

type Ends = Pick<ClientSendResult, 'localAddress' | 'localPort' | 'remoteAddress' | 'remotePort'>

/** Who listens to a line. */
export type Hearing = {
  ready(): void
  heard(bytes: Buffer): void
  ended(ending: Ending): void
}

/** The client's side of a connection, whatever carries it. */
export type Line = {
  /** Both addresses, once it is ready. */
  ends(): Ends
  /** Resolves when the bytes are with the kernel, never when the line is broken. */
  say(bytes: Uint8Array): Promise<void>
  /** Ends our side; the other may go on. */
  halfClose(): void
  hangUp(): void
}

/** Begins to dial. */
export type Dial = (target: Target, tls: ClientTls | false, hearing: Hearing) => Line

export const NO_ENDS: Ends = { localAddress: null, localPort: null, remoteAddress: null, remotePort: null }

/** What went wrong, before the line was there or after. */
export function broken(error: NodeJS.ErrnoException & { reason?: string }, wasReady: boolean): Ending {
  const { code = 'ERROR', reason } = error
  // OpenSSL's own message is where in its sources it was.
  const message = reason === undefined ? error.message : `TLS failed, ${reason}`
  return { endedBy: wasReady ? 'reset' : 'refused', error: { code, message } }
}
