import type { File } from '@switchboard/contract'
import type { Command } from 'commander'
import { newest } from '../api/pages.ts'
import { findService } from '../api/services.ts'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { parseCount } from '../input/duration.ts'
import { download } from '../output/download.ts'
import { localName } from '../output/local-name.ts'
import type { Column } from '../output/table.ts'
import { bytesInWords } from '../output/words.ts'
import { visible } from '../output/visible.ts'

export function addFiles(program: Command, cli: Cli): void {
  const files = program.command('files').description('files that services have received')
  addList(files, cli)
  files
    .command('get')
    .description('download a file, and check its SHA-256')
    .argument('<id>', 'id of the file')
    .argument('[to]', 'where to save it; - is standard output (default: its name, in this folder)')
    .option('--force', 'overwrite a file that is there')
    .action(async (id: string, to: string | undefined, { force = false }: { force?: boolean }) => {
      const board = await cli.connect()
      const file: File = await ok(board.api.GET('/api/v1/files/{id}', { params: { path: { id } } }))
      const target = to ?? localName(file)
      const response = await board.download(`/files/${encodeURIComponent(id)}/content`)
      const bytes = await download(cli, response, { to: target, force, sha256: file.sha256 })
      if (target !== '-') await saved(cli, target, bytes)
    })
  files
    .command('rm')
    .description('delete files')
    .argument('<id...>', 'ids of the files')
    .action(async (ids: string[]) => {
      const { api } = await cli.connect()
      for (const id of ids) {
        await ok(api.DELETE('/api/v1/files/{id}', { params: { path: { id } } }))
        if (cli.json) await cli.screen.jsonLine({ id, deleted: true })
        else await cli.screen.line(`${visible(id)}: deleted`)
      }
    })
}

function addList(files: Command, cli: Cli): void {
  files
    .command('ls')
    .description('list received files, newest first')
    .option('-s, --service <service>', 'only of this service: name or id')
    .option('-n, --number <count>', 'so many at most', parseCount(1), 50)
    .action(async ({ service, number }: { service?: string; number: number }) => {
      const board = await cli.connect()
      const of = service === undefined ? {} : { service: (await findService(board, service)).id }
      const list = await newest<File>(number, (query) =>
        ok(board.api.GET('/api/v1/files', { params: { query: { ...query, ...of } } })),
      )
      if (cli.json) return cli.screen.json(list)
      await cli.screen.table(COLUMNS, list)
    })
}

const COLUMNS: readonly Column<File>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'SERVICE', value: ({ serviceName }) => serviceName },
  { title: 'FROM', value: ({ remoteAddress }) => remoteAddress },
  { title: 'RECEIVED', value: ({ receivedAt }) => receivedAt },
  { title: 'SIZE', value: ({ bytes }) => bytesInWords(bytes), align: 'right' },
  { title: 'NAME', value: ({ name }) => name },
]

/** Tells where a download is. */
export async function saved(cli: Cli, to: string, bytes: number): Promise<void> {
  if (cli.json) return cli.screen.json({ savedTo: to, bytes })
  await cli.screen.line(`${visible(to)}: ${bytesInWords(bytes)}`)
}
