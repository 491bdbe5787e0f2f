import type { BulkWords } from '../../components/selection/bulk-run.svelte.ts'
import { plural } from '../../format/number.ts'

export type BulkKind = 'start' | 'stop' | 'restart' | 'tag' | 'untag' | 'delete'

/** What is said of work on many services, in whole sentences. */
export const BULK_WORDS: Record<BulkKind, BulkWords> = {
  start: {
    verb: 'Start',
    doing: 'Starting',
    done: (count) => plural(count, ['# service started.', '# services started.']),
    failed: (count) => plural(count, ['# service could not be started.', '# services could not be started.']),
  },
  stop: {
    verb: 'Stop',
    doing: 'Stopping',
    done: (count) => plural(count, ['# service stopped.', '# services stopped.']),
    failed: (count) => plural(count, ['# service could not be stopped.', '# services could not be stopped.']),
  },
  restart: {
    verb: 'Restart',
    doing: 'Restarting',
    done: (count) => plural(count, ['# service restarted.', '# services restarted.']),
    failed: (count) =>
      plural(count, ['# service could not be restarted.', '# services could not be restarted.']),
  },
  tag: {
    verb: 'Add the tag',
    doing: 'Tagging',
    done: (count) => plural(count, ['# service tagged.', '# services tagged.']),
    failed: (count) => plural(count, ['# service could not be tagged.', '# services could not be tagged.']),
  },
  untag: {
    verb: 'Remove the tag',
    doing: 'Removing the tag',
    done: (count) => plural(count, ['The tag is gone from # service.', 'The tag is gone from # services.']),
    failed: (count) => plural(count, ['# service could not be changed.', '# services could not be changed.']),
  },
  delete: {
    verb: 'Delete',
    doing: 'Deleting',
    done: (count) => plural(count, ['# service deleted.', '# services deleted.']),
    failed: (count) => plural(count, ['# service could not be deleted.', '# services could not be deleted.']),
  },
}

/** What is asked before it is done. */
export const QUESTIONS: Record<'stop' | 'restart' | 'delete', (count: number) => string> = {
  stop: (count) => plural(count, ['Stop # service?', 'Stop # services?']),
  restart: (count) => plural(count, ['Restart # service?', 'Restart # services?']),
  delete: (count) => plural(count, ['Delete # service?', 'Delete # services?']),
}

/** What becomes of so many open connections; empty when there are none. */
export function fateOf(kind: 'stop' | 'restart' | 'delete', connections: number): string {
  if (connections === 0) return ''
  if (kind === 'delete')
    return plural(connections, [
      '# open connection will be cut at once.',
      '# open connections will be cut at once.',
    ])
  return plural(connections, [
    '# open connection may finish for as long as its service allows, then it is cut.',
    '# open connections may finish for as long as each service allows, then they are cut.',
  ])
}
