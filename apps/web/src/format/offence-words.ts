import type { OffenceKind } from '@switchboard/contract'
import { formatNumber, plural } from './number.ts'

const WORDS: Record<OffenceKind, (count: number) => string> = {
  authRejected: (count) => plural(count, ['# wrong answer', '# wrong answers']),
  loginRejected: (count) => plural(count, ['# wrong sign-in', '# wrong sign-ins']),
  protocolError: (count) => plural(count, ['# protocol error', '# protocol errors']),
  fileRejected: (count) => plural(count, ['# refused file', '# refused files']),
  connectionRefused: (count) => plural(count, ['# refused connection', '# refused connections']),
  noMessage: (count) => plural(count, ['# silent connection', '# silent connections']),
}

/** `30 wrong answers, 2 protocol errors`. Kinds this version does not know stay as they are. */
export const offenceWords = (events: Record<string, number>): string =>
  Object.entries(events)
    .map(([kind, count]) =>
      Object.hasOwn(WORDS, kind) ? WORDS[kind as OffenceKind](count) : `${formatNumber(count)} ${kind}`,
    )
    .join(', ')
