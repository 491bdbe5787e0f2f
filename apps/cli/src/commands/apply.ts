import type { ApplyInput, ApplyPlan, Problem } from '@switchboard/contract'
import type { Command } from 'commander'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { exitCodeOf } from '../exit-codes.ts'
import { ApiFailure, UsageFailure } from '../failure.ts'
import { InputDocument } from '../input/document.ts'
import type { Style } from '../output/style.ts'
import { visible } from '../output/visible.ts'

type Options = { file: string; dryRun?: boolean; prune?: boolean }
type Change = ApplyPlan['changes'][number]

export function addApply(program: Command, cli: Cli): void {
  program
    .command('apply')
    .description('make the services what a file says; applying it twice changes nothing the second time')
    .requiredOption(
      '-f, --file <file>',
      'YAML or JSON: {services: […]}, or the list alone; - is standard input',
    )
    .option('--dry-run', 'only tell what would be done')
    .option('--prune', 'delete the services that are not in the file')
    .action(async ({ file, dryRun = false, prune = false }: Options) => {
      const document = await InputDocument.read(cli, file)
      const plan = await apply(cli, document, { dryRun, prune })
      await (cli.json ? cli.screen.json(plan) : tell(cli, plan))
      const failure = plan.changes.find(({ error }) => error)?.error
      if (failure) cli.exitCode = exitCodeOf(failure)
    })
}

type How = { dryRun: boolean; prune: boolean }

async function apply(cli: Cli, document: InputDocument, { dryRun, prune }: How): Promise<ApplyPlan> {
  const { services, isList } = servicesIn(document)
  const board = await cli.connect()
  const body = { services, prune } as ApplyInput
  try {
    return await ok(board.api.PUT('/api/v1/services:apply', { params: { query: { dryRun } }, body }))
  } catch (error) {
    throw error instanceof ApiFailure ? new ApiFailure(withPlaces(error.problem, document, isList)) : error
  }
}

function servicesIn(document: InputDocument): { services: unknown[]; isList: boolean } {
  const { value } = document
  if (Array.isArray(value)) return { services: value, isList: true }
  const { services, ...rest } =
    typeof value === 'object' && value !== null ? (value as { services?: unknown }) : {}
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined)
    throw new UsageFailure(
      `${document.place([unknown])}: ${JSON.stringify(unknown)} is unknown; there is only "services".`,
    )
  if (Array.isArray(services)) return { services, isList: false }
  throw new UsageFailure(
    `${document.place(['services'])}: a list of services is missing: services: [{name, protocol, listen}].`,
  )
}

/** The API names fields by JSON pointers; people look for lines. */
function withPlaces(problem: Problem, document: InputDocument, isList: boolean): Problem {
  if (!problem.errors) return problem
  const errors = problem.errors.map((error) => {
    const path = error.path.split('/').slice(1).map(key)
    return { ...error, path: `${document.place(isList ? path.slice(1) : path)} ${error.path}` }
  })
  return { ...problem, errors }
}

const key = (part: string): string | number =>
  /^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')

const STYLES: Record<Change['action'], Style> = {
  create: 'green',
  update: 'yellow',
  delete: 'red',
  unchanged: 'dim',
}
const SIGNS: Record<Change['action'], string> = { create: '+', update: '~', delete: '-', unchanged: ' ' }

async function tell({ screen }: Cli, { changes, dryRun, failed }: ApplyPlan): Promise<void> {
  for (const { action, name, fields, restarts, error } of changes) {
    const what = [fields.join(', '), restarts ? '(restarts)' : ''].filter((part) => part !== '').join(' ')
    const line = visible(`${SIGNS[action]} ${name}: ${action}${what === '' ? '' : ` ${what}`}`)
    await screen.line(screen.paint(STYLES[action], line))
    if (error) screen.note(`  ${visible(name)}: ${new ApiFailure(error).message}`)
  }
  const done = changes.filter(({ error }) => !error)
  const sums = ACTIONS.map(({ action, planned, past }) => {
    const count = done.filter((change) => change.action === action).length
    return `${count} ${dryRun ? planned : past}`
  })
  if (failed > 0) sums.push(`${failed} failed`)
  await screen.line(`${sums.join(', ')}${dryRun ? '. Nothing was done.' : ''}`)
}

const ACTIONS = [
  { action: 'create', planned: 'to create', past: 'created' },
  { action: 'update', planned: 'to update', past: 'updated' },
  { action: 'delete', planned: 'to delete', past: 'deleted' },
  { action: 'unchanged', planned: 'unchanged', past: 'unchanged' },
] as const
