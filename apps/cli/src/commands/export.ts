import { Option, type Command } from 'commander'
import { findService, listServices } from '../api/services.ts'
import type { Cli } from '../cli.ts'
import { UsageFailure } from '../failure.ts'
import { pour } from '../output/download.ts'

type Options = { format?: 'csv' | 'ndjson'; service?: string; open?: boolean; closed?: boolean }

/** Everything goes to standard output as it comes. */
export function addExport(program: Command, cli: Cli): void {
  const exporting = program
    .command('export')
    .description('print services, journal or connections, to keep or to carry on')
  exporting
    .command('services')
    .description('print the settings of all services, or of these, as YAML for "switchboard apply"')
    .argument('[service...]', 'names or ids')
    .action(async (references: string[]) => {
      const board = await cli.connect()
      const services =
        references.length > 0
          ? await Promise.all(references.map((reference) => findService(board, reference)))
          : await listServices(board)
      // The schemas take longer to load than everything else: only who needs them waits.
      const { servicesDocument } = await import('../output/services-document.ts')
      await cli.screen.text(Buffer.from(servicesDocument(services, cli.json)))
    })
  stream(exporting, 'journal', 'print the journal, oldest entry first').action(
    (words: string[], options: Options) => pourOut(cli, '/journal/export', words, options),
  )
  stream(exporting, 'connections', 'print connections, newest first')
    .option('--open', 'only open ones')
    .option('--closed', 'only past ones')
    .action((words: string[], options: Options) => pourOut(cli, '/connections/export', words, options))
}

const stream = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(`${description}, as CSV or NDJSON`)
    .argument('[filter...]', 'only what passes')
    .addOption(
      new Option('--format <format>', 'how (default: csv, with --json ndjson)').choices(['csv', 'ndjson']),
    )
    .option('-s, --service <service>', 'only of this service: name or id')

async function pourOut(cli: Cli, path: string, words: string[], options: Options): Promise<void> {
  const { open, closed, service, format = cli.json ? 'ndjson' : 'csv' } = options
  if (open && closed)
    throw new UsageFailure('--open and --closed exclude each other: leave both out for all.')
  const board = await cli.connect()
  const query = new URLSearchParams({ format })
  if (words.length > 0) query.set('filter', words.join(' '))
  if (open || closed) query.set('state', open ? 'open' : 'closed')
  if (service !== undefined) query.set('service', (await findService(board, service)).id)
  await pour(await board.download(`${path}?${query}`), (bytes) => cli.screen.text(bytes))
}
