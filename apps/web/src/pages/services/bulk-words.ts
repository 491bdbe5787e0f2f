import { formatCount } from '../../format/number.ts'

export type BulkKind = 'start' | 'stop' | 'restart' | 'tag' | 'untag' | 'delete'

type Words = {
  verb: string
  doing: string
  /** What was done, of so many services. */
  done: (count: number) => string
  /** What could not be done. */
  failed: (count: number) => string
}

const services = (count: number) => formatCount(count, 'service')

/** What is said of work on many services, in whole sentences. */
export const BULK_WORDS: Record<BulkKind, Words> = {
  start: {
    verb: 'Start',
    doing: 'Starting',
    done: (count) => `${services(count)} started.`,
    failed: (count) => `${services(count)} could not be started.`,
  },
  stop: {
    verb: 'Stop',
    doing: 'Stopping',
    done: (count) => `${services(count)} stopped.`,
    failed: (count) => `${services(count)} could not be stopped.`,
  },
  restart: {
    verb: 'Restart',
    doing: 'Restarting',
    done: (count) => `${services(count)} restarted.`,
    failed: (count) => `${services(count)} could not be restarted.`,
  },
  tag: {
    verb: 'Add the tag',
    doing: 'Tagging',
    done: (count) => `${services(count)} tagged.`,
    failed: (count) => `${services(count)} could not be tagged.`,
  },
  untag: {
    verb: 'Remove the tag',
    doing: 'Removing the tag',
    done: (count) => `The tag is gone from ${services(count)}.`,
    failed: (count) => `${services(count)} could not be changed.`,
  },
  delete: {
    verb: 'Delete',
    doing: 'Deleting',
    done: (count) => `${services(count)} deleted.`,
    failed: (count) => `${services(count)} could not be deleted.`,
  },
}

/** What becomes of so many open connections, for the question before it is done; empty when there are none. */
export function fateOf(kind: 'stop' | 'restart' | 'delete', connections: number): string {
  if (connections === 0) return ''
  const open = formatCount(connections, 'open connection')
  return kind === 'delete'
    ? `${open} will be cut at once.`
    : `${open} may finish for as long as each service allows, then they are cut.`
}
