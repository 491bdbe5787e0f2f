import type { JournalEntry } from '@switchboard/contract'
import type { Style } from './style.ts'
import { visible } from './visible.ts'
import { peerInWords } from './words.ts'

type Paint = (style: Style, text: string) => string

const STYLES: Record<JournalEntry['severity'], Style> = { info: 'green', warning: 'yellow', error: 'red' }

/** An entry of the journal as one line: number, time, type, service, peer, and what else there is to tell. */
export function entryLine(entry: JournalEntry, paint: Paint): string {
  const { seq, at, type, severity, serviceName, direction, bytes, preview, detail } = entry
  const told = [
    ...(direction === null ? [] : [direction]),
    ...(bytes === null || detail?.['bytes'] !== undefined ? [] : [`bytes=${bytes}`]),
    ...(preview === null ? [] : [`"${preview}"`]),
    ...Object.entries(detail ?? {}).flatMap(([key, value]) =>
      value === null ? [] : [`${key}=${short(value)}`],
    ),
  ]
  return [
    paint('dim', `${seq} ${visible(at)}`),
    paint(STYLES[severity], visible(type)),
    paint('bold', visible(serviceName ?? '-')),
    visible(peerInWords(entry) || '-'),
    visible(told.join(' ')),
  ]
    .join('  ')
    .trimEnd()
}

/** Words as they are, everything else as JSON. */
const short = (value: unknown): string =>
  typeof value === 'string' && /^[\w.:/@[\]-]+$/.test(value) ? value : JSON.stringify(value)
