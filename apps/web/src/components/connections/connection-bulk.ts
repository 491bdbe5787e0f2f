import type { Connection } from '@switchboard/contract'
import { createBan } from '../../api/bans.ts'
import { closeConnections } from '../../api/connections.ts'
import { isProblem } from '../../api/problem-error.ts'
import { formatPeer } from '../../format/address.ts'
import { plural } from '../../format/number.ts'
import { Bulk } from '../selection/bulk.svelte.ts'
import { BulkRun, type BulkWords } from '../selection/bulk-run.svelte.ts'

/** Ids in one filter, which may have 2,000 characters. */
const AT_ONCE = 50

export const KILL_WORDS: BulkWords = {
  verb: 'Kill',
  doing: 'Killing',
  done: (count) => plural(count, ['# connection killed.', '# connections killed.']),
  failed: (count) =>
    plural(count, ['# connection could not be killed.', '# connections could not be killed.']),
}

export const BLOCK_WORDS: BulkWords = {
  verb: 'Block',
  doing: 'Blocking',
  done: (count) => plural(count, ['# address blocked.', '# addresses blocked.']),
  failed: (count) => plural(count, ['# address could not be blocked.', '# addresses could not be blocked.']),
}

/** Where they come from, each address once. */
export const addressesOf = (connections: readonly Connection[]): string[] => [
  ...new Set(connections.flatMap(({ remoteAddress }) => remoteAddress ?? [])),
]

/** The work on many connections of this screen. */
export class ConnectionBulk extends Bulk {
  kill(chosen: readonly Connection[]): void {
    const run = new BulkRun({
      words: KILL_WORDS,
      batch: AT_ONCE,
      call: async (ids) => (await closeConnections(`id:(${ids.join(',')})`)).closed,
      hrefOf: (id) => `/connections/${id}`,
    })
    this.start(
      run,
      chosen.map((connection) => ({ id: connection.id, name: formatPeer(connection) })),
    )
  }

  block(chosen: readonly Connection[]): void {
    const run = new BulkRun({
      words: BLOCK_WORDS,
      call: ([address = '']) => ban(address),
      hrefOf: () => '/bans',
    })
    this.start(
      run,
      addressesOf(chosen).map((address) => ({ id: address, name: address })),
    )
  }
}

async function ban(network: string): Promise<number> {
  try {
    await createBan({ network })
  } catch (error) {
    // It is banned already: what was wanted.
    if (!isProblem(error, 'invalid-state')) throw error
  }
  return 1
}
