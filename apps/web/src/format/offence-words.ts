import type { OffenceKind } from '@switchboard/contract'
import { formatNumber } from './number.ts'

const WORDS: Record<OffenceKind, string> = {
  authRejected: 'wrong answers',
  loginRejected: 'wrong sign-ins',
  protocolError: 'protocol errors',
  fileRejected: 'refused files',
  connectionRefused: 'refused connections',
  noMessage: 'silent connections',
}

/** `30 wrong answers, 2 protocol errors`. Kinds this version does not know stay as they are. */
export const offenceWords = (events: Record<string, number>): string =>
  Object.entries(events)
    .map(([kind, count]) => `${formatNumber(count)} ${(WORDS as Record<string, string>)[kind] ?? kind}`)
    .join(', ')
