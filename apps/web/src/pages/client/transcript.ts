import type { ClientSendResult } from '@switchboard/contract'
import { bytesOfBase64 } from '../../format/base64.ts'

/** One thing that was said or heard. */
export type Line = { direction: 'sent' | 'received'; atMs: number; bytes: Uint8Array }

/** Both sides in the order of their times. `said`: the bytes of the messages, in order. */
export function transcriptOf(result: ClientSendResult, said: readonly Uint8Array[]): Line[] {
  const sent = result.sent.map(({ atMs }, index): Line => ({
    direction: 'sent',
    atMs,
    bytes: said[index] ?? new Uint8Array(),
  }))
  const received = result.received.map(({ atMs, base64 }): Line => ({
    direction: 'received',
    atMs,
    bytes: bytesOfBase64(base64),
  }))
  // What was said stands before what came in the same moment.
  return [...sent, ...received].sort((a, b) => a.atMs - b.atMs)
}

type Ending = Pick<ClientSendResult, 'endedBy' | 'error' | 'connectedAfterMs'>

/** How it ended, in a sentence. */
export function endingWords({ endedBy, error, connectedAfterMs }: Ending): string {
  const why = error ? `: ${error.message}` : ''
  switch (endedBy) {
    case 'peer':
      return 'The service ended the connection.'
    case 'client':
      return 'We hung up: as much as was asked for had come.'
    case 'timeout':
      return connectedAfterMs === null
        ? 'We hung up: nobody answered in time.'
        : 'We hung up after the time to listen.'
    case 'reset':
      return `The connection broke off${why}.`
    case 'refused':
      return `There was no connection${why}.`
  }
}
