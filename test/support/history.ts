import type { Connection, Page } from '@switchboard/contract'
import { expect } from 'vitest'
import type { Manager } from './manager.ts'

/** The record of a finished connection. Rows are written in batches, so it is asked for until it is there. */
export async function closedConnection(
  manager: Manager,
  matches: (connection: Connection) => boolean,
): Promise<Connection> {
  let found: Connection | undefined
  await expect
    .poll(async () => {
      const { body } = await manager.rest.get<Page<Connection>>('/connections?state=closed&limit=500')
      found = body.items.find(matches)
      return found
    })
    .toBeDefined()
  if (!found) throw new Error('unreachable: the poll has just found it')
  return found
}
