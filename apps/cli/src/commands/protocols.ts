import type { Protocol } from '@switchboard/contract'
import type { Command } from 'commander'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import type { Column } from '../output/table.ts'

export function addProtocols(program: Command, cli: Cli): void {
  program
    .command('protocols')
    .description('list the protocols a service can speak')
    .action(async () => {
      const { api } = await cli.connect()
      const protocols: Protocol[] = await ok(api.GET('/api/v1/protocols'))
      if (cli.json) return cli.screen.json(protocols)
      await cli.screen.table(COLUMNS, protocols)
    })
}

const COLUMNS: readonly Column<Protocol>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'OVER', value: ({ transports }) => transports.join(', ') },
  { title: 'OPTIONS', value: ({ options }) => Object.keys(options['properties'] ?? {}).join(', ') || null },
  { title: 'WHAT IT DOES', value: ({ summary }) => summary },
]
