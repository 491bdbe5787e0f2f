import type { ApplyInput } from '@switchboard/contract'
import type { SecretBox } from '../../secret-box.ts'
import { planServices, type PlannedChange } from './service-plan.ts'
import type { ConfiguredService, Hands, ServiceRegistry } from './service-registry.ts'

/** What was done, or would be. */
export type AppliedChange = PlannedChange & {
  /** Whether the service runs and has to listen anew. */
  restarts: boolean
  /** Why it could not be done, or why the service does not run. */
  error: unknown
}

type Parts = { services: ServiceRegistry; secrets: SecretBox }

/**
 * Makes the services those of a document. Its settings are all on the disk before anything is stopped or started, so
 * that a crash in between is made good at the next start.
 */
export class ServiceApplier {
  readonly #parts: Parts
  /** One document after the other, until its services run. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** What `apply` would do. Throws `validation-failed`. */
  async plan(input: ApplyInput): Promise<AppliedChange[]> {
    return await this.#parts.services.together(async (hands) => this.#planned(input, hands))
  }

  /**
   * Deletes, changes, creates, then starts; what fails is told by its `error`, and the rest goes on. Throws
   * `validation-failed` and `secrets-unavailable` before anything is done.
   */
  apply(input: ApplyInput): Promise<AppliedChange[]> {
    const result = this.#turn.then(() => this.#apply(input))
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #apply(input: ApplyInput): Promise<AppliedChange[]> {
    const changes = await this.#parts.services.together(async (hands) => {
      const planned = await sealed(this.#planned(input, hands), hands)
      for (const action of ['delete', 'update', 'create'] as const) {
        // Side by side, so that the journal's entries of many services share their commits.
        const same = planned.filter((change) => change.action === action)
        await Promise.all(same.map((change) => settle(change, hands)))
      }
      return planned
    })
    // Two services may have swapped their addresses: all let go before any takes.
    await Promise.all(changes.filter(isToWrite).map((change) => attempt(change, letGo)))
    const down = changes.filter((change) => isToWrite(change) || hasFailed(change))
    await Promise.all(down.map((change) => attempt(change, run)))
    return changes
  }

  #planned(input: ApplyInput, { check }: Pick<Hands, 'check'>): AppliedChange[] {
    const { services, secrets } = this.#parts
    const world = { services: services.list(), secrets, check, now: Date.now() }
    return planServices(input, world).map((change) => ({
      ...change,
      restarts: listensAnew(change) && change.service !== null && change.service.running.endpoints.length > 0,
      error: null,
    }))
  }
}

const LISTENING = /^(listen|socket|engines)\b/

/** Also what an earlier change left waiting for a restart. */
function listensAnew({ action, service, settings, fields }: PlannedChange): boolean {
  if (action !== 'update' || settings.desired !== 'running') return false
  return fields.some((field) => LISTENING.test(field)) || (service?.running.restartNeeded.length ?? 0) > 0
}

/** With all new secrets sealed: where that fails, nothing has been done yet. */
async function sealed(changes: AppliedChange[], hands: Hands): Promise<AppliedChange[]> {
  const withSecrets = changes.map(async (change) => ({
    ...change,
    settings: isToWrite(change) ? await hands.challenge(change.settings, change.challenge) : change.settings,
  }))
  return Promise.all(withSecrets)
}

const isToWrite = ({ action }: PlannedChange) => action === 'create' || action === 'update'

/** Nothing new is wanted of it, but what is wanted did not come true the last time. */
const hasFailed = ({ action, service }: PlannedChange) =>
  action === 'unchanged' && service?.running.state === 'failed'

/** Puts the change on record. */
async function settle(change: AppliedChange, hands: Hands): Promise<void> {
  await attempt(change, async ({ action, service, settings, fields }) => {
    if (action === 'delete') return await hands.delete(settings.id)
    if (!service) {
      change.service = await hands.create(settings)
      return
    }
    const next = { ...settings, revision: settings.revision + 1, updatedAt: Date.now() }
    await hands.update(service, next, fields)
  })
}

async function letGo(change: AppliedChange): Promise<void> {
  const service = change.service
  if (service && (isToStop(service) || listensAnew(change))) await service.running.stop()
}

async function run({ service }: AppliedChange): Promise<void> {
  if (service && !isToStop(service)) await service.running.start()
}

/** Asked for now: somebody may have ordered otherwise since the plan. */
const isToStop = ({ settings }: ConfiguredService) => settings.desired === 'stopped'

/** A change that has failed takes no further step. */
async function attempt(change: AppliedChange, step: (change: AppliedChange) => Promise<void>): Promise<void> {
  if (change.error !== null) return
  try {
    await step(change)
  } catch (error) {
    change.error = error
  }
}
