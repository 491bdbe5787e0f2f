import type { Backup } from '@switchboard/contract'
import type { Command } from 'commander'
import { newest } from '../api/pages.ts'
import { ok, type Switchboard } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { Failure } from '../failure.ts'
import { download } from '../output/download.ts'
import type { Column } from '../output/table.ts'
import { bytesInWords } from '../output/words.ts'
import { visible } from '../output/visible.ts'
import { saved } from './files.ts'

const LOOK_EVERY_MS = 200

export function addBackup(program: Command, cli: Cli): void {
  const backup = program.command('backup').description('copies of the database')
  backup
    .command('create')
    .description('make one, and wait until it is done')
    .option('--no-wait', 'only begin it')
    .action(async ({ wait }: { wait: boolean }) => {
      const board = await cli.connect()
      const begun: Backup = await ok(board.api.POST('/api/v1/backups'))
      const made = wait ? await done(board, begun) : begun
      if (cli.json) return cli.screen.json(made)
      await cli.screen.line(
        visible(`${made.id}: ${made.state}${made.bytes ? `, ${bytesInWords(made.bytes)}` : ''}`),
      )
    })
  backup
    .command('ls')
    .description('list backups, newest first')
    .action(async () => {
      const { api } = await cli.connect()
      const list = await newest<Backup>(Infinity, (query) =>
        ok(api.GET('/api/v1/backups', { params: { query } })),
      )
      if (cli.json) return cli.screen.json(list)
      await cli.screen.table(COLUMNS, list)
    })
  addGetAndRemove(backup, cli)
}

function addGetAndRemove(backup: Command, cli: Cli): void {
  backup
    .command('get')
    .description('download one, for its owner only: it holds everything the database does')
    .argument('<id>', 'id of the backup')
    .argument('[to]', 'where to save it; - is standard output (default: switchboard-<id>.db)')
    .option('--force', 'overwrite a file that is there')
    .action(async (id: string, to: string | undefined, { force = false }: { force?: boolean }) => {
      const board = await cli.connect()
      const response = await board.download(`/backups/${encodeURIComponent(id)}/content`)
      const target = to ?? `switchboard-${id.replaceAll(/[^\w-]/g, '_')}.db`
      const bytes = await download(cli, response, { to: target, force })
      if (target !== '-') await saved(cli, target, bytes)
    })
  backup
    .command('rm')
    .description('delete backups, or cancel one that is being made')
    .argument('<id...>', 'ids of the backups')
    .action(async (ids: string[]) => {
      const { api } = await cli.connect()
      for (const id of ids) {
        await ok(api.DELETE('/api/v1/backups/{id}', { params: { path: { id } } }))
        if (cli.json) await cli.screen.jsonLine({ id, deleted: true })
        else await cli.screen.line(`${visible(id)}: deleted`)
      }
    })
}

async function done({ api }: Switchboard, begun: Backup): Promise<Backup> {
  let backup = begun
  while (backup.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    backup = await ok(api.GET('/api/v1/backups/{id}', { params: { path: { id: begun.id } } }))
  }
  if (backup.state === 'failed') throw new Failure(`The backup ${backup.id} failed: ${backup.error}`)
  return backup
}

const COLUMNS: readonly Column<Backup>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'STATE', value: ({ state }) => state },
  { title: 'CREATED', value: ({ createdAt }) => createdAt },
  { title: 'DONE', value: ({ progress }) => `${Math.floor(progress * 100)} %`, align: 'right' },
  { title: 'SIZE', value: ({ bytes }) => (bytes === null ? null : bytesInWords(bytes)), align: 'right' },
  { title: 'ERROR', value: ({ error }) => error },
]
