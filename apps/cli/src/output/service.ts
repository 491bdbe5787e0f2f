import type { Service } from '../api/services.ts'
import { stringify } from 'yaml'
import { addressInWords, bytesInWords } from './words.ts'
import { visible, visibleLines } from './visible.ts'

/** A service for people: what is true now, then its settings. */
export function describeService(service: Service): string {
  const { name, state, stateReason, startedAt, endpoints, failures, stats, restartNeeded, ...rest } = service
  const { createdAt, updatedAt, revision, restartAt, startedWith, unread, ...settings } = rest
  const now: [string, string | null][] = [
    ['name', name],
    ['state', state],
    ['reason', stateReason && `${stateReason.message} (${stateReason.code}, ${stateReason.at})`],
    ['since', startedAt],
    ['starts again', restartAt],
    ['restart needed for', restartNeeded.join(', ') || null],
    ['until then', restartNeeded.length > 0 ? JSON.stringify(startedWith) : null],
    ['listens on', endpoints.map(addressInWords).join(', ') || null],
    ...failures.map(({ address, message }): [string, string] => [
      'not on',
      `${addressInWords(address)}: ${message}`,
    ]),
    ['connections', `${stats.openConnections} open, ${stats.totalConnections} in all, ${refused(stats)}`],
    ['bytes', `${bytesInWords(stats.bytesIn)} in, ${bytesInWords(stats.bytesOut)} out`],
    ['unread', unread === null ? null : String(unread)],
    ['revision', `${revision}, changed ${updatedAt}, created ${createdAt}`],
  ]
  const lines = now.flatMap(([key, value]) => (value === null ? [] : [`${key}: ${visible(value)}`]))
  return [...lines, '', visibleLines(stringify(settings).trimEnd())].join('\n')
}

const refused = ({ refusedConnections }: Service['stats']) => `${refusedConnections} refused`
