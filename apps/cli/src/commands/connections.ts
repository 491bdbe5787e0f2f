import type { Connection } from '@switchboard/contract'
import type { Command } from 'commander'
import { newest } from '../api/pages.ts'
import { findService } from '../api/services.ts'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { UsageFailure } from '../failure.ts'
import { parseCount } from '../input/duration.ts'
import type { Column } from '../output/table.ts'
import { bytesInWords, durationInWords, peerInWords } from '../output/words.ts'

type Options = { open?: boolean; closed?: boolean; service?: string; number: number }

export function addConnections(program: Command, cli: Cli): void {
  program
    .command('connections')
    .description('list open and past connections, newest first')
    .argument('[filter...]', 'only what passes, such as svc:echo-* peer:10.0.0.0/8')
    .option('--open', 'only open ones')
    .option('--closed', 'only past ones')
    .option('-s, --service <service>', 'only of this service: name or id')
    .option('-n, --number <count>', 'so many at most', parseCount(1), 50)
    .action(async (words: string[], options: Options) => {
      const connections = await read(cli, words.join(' '), options)
      if (cli.json) return cli.screen.json(connections)
      await cli.screen.table(COLUMNS, connections)
    })
}

async function read(
  cli: Cli,
  filter: string,
  { open, closed, service, number }: Options,
): Promise<Connection[]> {
  if (open && closed)
    throw new UsageFailure('--open and --closed exclude each other: leave both out for all.')
  const board = await cli.connect()
  const narrowed = {
    ...(filter !== '' && { filter }),
    ...(open && { state: 'open' as const }),
    ...(closed && { state: 'closed' as const }),
    ...(service !== undefined && { service: (await findService(board, service)).id }),
  }
  return newest<Connection>(number, (query) =>
    ok(board.api.GET('/api/v1/connections', { params: { query: { ...query, ...narrowed } } })),
  )
}

const COLUMNS: readonly Column<Connection>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'SERVICE', value: ({ serviceName }) => serviceName },
  { title: 'VIA', value: ({ transport }) => transport },
  { title: 'PEER', value: peerInWords },
  { title: 'STATE', value: ({ state }) => state, style: ({ state }) => (state === 'open' ? 'green' : 'dim') },
  { title: 'OPENED', value: ({ openedAt }) => openedAt },
  { title: 'FOR', value: ({ durationMs }) => durationInWords(durationMs), align: 'right' },
  { title: 'IN', value: ({ bytesIn }) => bytesInWords(bytesIn), align: 'right' },
  { title: 'OUT', value: ({ bytesOut }) => bytesInWords(bytesOut), align: 'right' },
  { title: 'ENDED', value: ({ closeReason, error }) => (error ? `${closeReason}: ${error}` : closeReason) },
]
