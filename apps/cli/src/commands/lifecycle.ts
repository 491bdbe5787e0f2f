import type { Command } from 'commander'
import { findService, listServices, noService, pick, type Service } from '../api/services.ts'
import { ok, type Switchboard } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { parseDuration } from '../input/duration.ts'
import { addressInWords } from '../output/words.ts'
import { visible } from '../output/visible.ts'

type StopOptions = { drain?: number }

/** Start, stop, restart and rm: each takes several services and does them one after the other. */
export function addLifecycle(program: Command, cli: Cli): void {
  const action = (name: string, description: string) =>
    program.command(name).description(description).argument('<service...>', 'names or ids')

  action('start', 'start services; done when they run').action((references: string[]) =>
    forEach(cli, references, async ({ api }, { id }) =>
      ok(api.POST('/api/v1/services/{id}/start', { params: { path: { id } } })),
    ),
  )
  action('stop', 'stop services; done when their connections have ended')
    .option('--drain <time>', 'how long open connections may go on, such as 5s; 0 cuts them', parseDuration)
    .action((references: string[], { drain }: StopOptions) =>
      forEach(cli, references, async ({ api }, { id }) =>
        ok(
          api.POST('/api/v1/services/{id}/stop', {
            params: { path: { id } },
            body: drain === undefined ? {} : { drainMs: drain },
          }),
        ),
      ),
    )
  action('restart', 'stop and start services').action((references: string[]) =>
    forEach(cli, references, async ({ api }, { id }) =>
      ok(api.POST('/api/v1/services/{id}/restart', { params: { path: { id } } })),
    ),
  )
  action('rm', 'stop and delete services; their history stays').action(async (references: string[]) => {
    const board = await cli.connect()
    for (const { id, name } of await findAll(board, references)) {
      await ok(board.api.DELETE('/api/v1/services/{id}', { params: { path: { id } } }))
      if (cli.json) await cli.screen.jsonLine({ id, name, deleted: true })
      else await cli.screen.line(`${visible(name)}: deleted`)
    }
  })
}

type Act = (board: Switchboard, service: Service) => Promise<Service>

async function forEach(cli: Cli, references: readonly string[], act: Act): Promise<void> {
  const board = await cli.connect()
  for (const service of await findAll(board, references)) await tell(cli, await act(board, service))
}

/** All of them, or none: a wrong name among them is told before anything is done. */
async function findAll(board: Switchboard, references: readonly string[]): Promise<Service[]> {
  const [only] = references
  if (only !== undefined && references.length === 1) return [await findService(board, only)]
  const services = await listServices(board)
  return references.map((reference) => {
    const found = pick(services, reference)
    if (found) return found
    throw noService(reference, services)
  })
}

/** What became of a service, in a line. */
export async function tell(cli: Cli, service: Service): Promise<void> {
  if (cli.json) return cli.screen.jsonLine(service)
  const { name, state, endpoints, stateReason } = service
  const where = endpoints.length > 0 ? ` on ${endpoints.map(addressInWords).join(', ')}` : ''
  const why = stateReason && state !== 'stopped' ? `: ${stateReason.message}` : ''
  await cli.screen.line(visible(`${name}: ${state}${where}${why}`))
}
