import type { CloseOutcome } from '@switchboard/contract'
import type { ServiceManager } from '@switchboard/netcore'
import type { Finding } from '@switchboard/store'
import type { Reach } from '../../access/reach.ts'
import { invalid } from '../../problem.ts'
import { matcherOf } from './matcher-of.ts'

/** Cuts every open connection in reach that passes. Throws `validation-failed` for a filter that says nothing. */
export async function closeMatching(
  manager: Pick<ServiceManager, 'kill'>,
  open: Reach['open'],
  { finding, dryRun }: { finding: Finding; dryRun: boolean },
): Promise<CloseOutcome> {
  if (finding.filter.kind === 'all') {
    throw invalid([{ path: '/filter', message: 'says nothing: write state:open to close all of them' }])
  }
  const ids = open
    .list()
    .filter(matcherOf(finding))
    .map(({ id }) => id)
  if (dryRun) return { matched: ids.length, closed: 0 }
  const killed = await Promise.all(ids.map((id) => manager.kill(id)))
  return { matched: ids.length, closed: killed.filter(Boolean).length }
}
