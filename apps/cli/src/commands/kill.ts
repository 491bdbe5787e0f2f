import type { Command } from 'commander'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { UsageFailure } from '../failure.ts'
import { visible } from '../output/visible.ts'

type Options = { filter?: string; dryRun?: boolean }

export function addKill(program: Command, cli: Cli): void {
  program
    .command('kill')
    .description('cut open connections')
    .argument('[id...]', 'ids of connections')
    .option('--filter <filter>', 'those that pass, such as "svc:echo-lab dur>1h"; state:open for all')
    .option('--dry-run', 'with --filter: only count them')
    .action(async (ids: string[], { filter, dryRun = false }: Options) => {
      if (ids.length > 0 === (filter !== undefined))
        throw new UsageFailure('Name the connections to cut by their ids, or by --filter: one of both.')
      if (dryRun && filter === undefined) throw new UsageFailure('--dry-run goes with --filter only.')
      await (filter === undefined ? killEach(cli, ids) : killMatching(cli, filter, dryRun))
    })
}

async function killEach(cli: Cli, ids: readonly string[]): Promise<void> {
  const { api } = await cli.connect()
  for (const id of ids) {
    await ok(api.DELETE('/api/v1/connections/{id}', { params: { path: { id } } }))
    if (cli.json) await cli.screen.jsonLine({ id, closed: true })
    else await cli.screen.line(`${visible(id)}: cut`)
  }
}

async function killMatching(cli: Cli, filter: string, dryRun: boolean): Promise<void> {
  const { api } = await cli.connect()
  const outcome = await ok(api.POST('/api/v1/connections:close', { body: { filter, dryRun } }))
  if (cli.json) return cli.screen.json(outcome)
  const { matched, closed } = outcome
  await cli.screen.line(dryRun ? `${matched} would be cut` : `${closed} of ${matched} cut`)
}
