import type { JournalEntry } from '@switchboard/contract'
import type { Command } from 'commander'
import { journalAfter, newestEntries, type JournalQuery } from '../api/journal.ts'
import { findService } from '../api/services.ts'
import type { Switchboard } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { UsageFailure } from '../failure.ts'
import { parseCount } from '../input/duration.ts'
import { JournalFollower } from '../live/journal-follower.ts'
import { entryLine } from '../output/entry.ts'

type Options = { follow?: boolean; number?: number; after?: number; service?: string }

const NEWEST = 20

export function addLogs(program: Command, cli: Cli): void {
  program
    .command('logs')
    .description('print the journal, oldest entry first; with -f go on as it grows')
    .argument('[filter...]', 'only what passes, such as svc:echo-* severity>=warning')
    .option('-f, --follow', 'go on with what is new, over restarts of the manager')
    .option('-n, --number <count>', `so many of the newest entries (default: ${NEWEST})`, parseCount(0))
    .option('--after <seq>', 'everything behind the entry with this number instead', parseCount(0))
    .option('-s, --service <service>', 'only of this service: name or id')
    .action(async (words: string[], options: Options) => {
      if (options.number !== undefined && options.after !== undefined)
        throw new UsageFailure('-n counts from the end and --after from a number on: name one of them.')
      const board = await cli.connect()
      const query = await queryOf(board, words.join(' '), options.service)
      for await (const entry of entries(cli, board, query, options)) await print(cli, entry)
    })
}

async function queryOf(
  board: Switchboard,
  filter: string,
  service: string | undefined,
): Promise<JournalQuery> {
  return {
    ...(filter !== '' && { filter }),
    ...(service !== undefined && { service: (await findService(board, service)).id }),
  }
}

async function* entries(
  cli: Cli,
  board: Switchboard,
  query: JournalQuery,
  { follow, number = NEWEST, after }: Options,
): AsyncGenerator<JournalEntry> {
  if (after !== undefined && !follow) return yield* journalAfter(board, { ...query, after })
  const newest = after === undefined && number > 0 ? await newestEntries(board, number, query) : []
  yield* newest
  if (!follow) return
  const since = after ?? newest.at(-1)?.seq ?? null
  const note = (text: string) => cli.screen.note(`switchboard: ${text}`)
  yield* new JournalFollower({ board, query, since, note }).entries()
}

async function print({ json, screen }: Cli, entry: JournalEntry): Promise<void> {
  if (json) return screen.jsonLine(entry)
  await screen.line(entryLine(entry, (style, text) => screen.paint(style, text)))
}
