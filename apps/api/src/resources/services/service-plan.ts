import { isDeepStrictEqual } from 'node:util'
import type { ApplyChange, ApplyInput, ChallengeInput, ServiceInput } from '@switchboard/contract'
import { NetcoreError } from '@switchboard/netcore'
import { ApiError, invalid } from '../../problem.ts'
import type { SecretBox } from '../../secret-box.ts'
import { changedParts, wholeChallenge } from './challenge-settings.ts'
import { documentProblems, type FieldError } from './document-problems.ts'
import type { ConfiguredService, Hands } from './service-registry.ts'
import { newSettings, type ServiceSettings } from './service-settings.ts'

/** What is to be done with one service. */
export type PlannedChange = Pick<ApplyChange, 'action' | 'fields'> & {
  /** null: it is to be created. */
  service: ConfiguredService | null
  /** As they shall be, with the challenge as it was. */
  settings: ServiceSettings
  /** As it shall be; secrets that stay are null. */
  challenge: Required<ChallengeInput> | null
}

type World = { services: ConfiguredService[]; secrets: SecretBox; check: Hands['check']; now: number }

/** Settings that no document can change. */
const FIXED = new Set(['id', 'name', 'protocol', 'challenge', 'revision', 'createdAt', 'updatedAt'])

/**
 * What makes the services those of the document, in its order; deletions come last. Changes nothing itself. Throws
 * `validation-failed` with everything that is wrong, by its place in the document.
 */
export function planServices({ services, prune = false }: ApplyInput, world: World): PlannedChange[] {
  const byName = new Map(world.services.map((service) => [service.settings.name, service]))
  const errors = documentProblems(services)
  const changes = services.map((input, index) => {
    try {
      return planService(input, byName.get(input.name) ?? null, world)
    } catch (error) {
      errors.push(...placed(error, `/services/${index}`))
      return null
    }
  })
  if (errors.length > 0) throw invalid(errors.slice(0, MOST_TOLD))
  const wished = new Set(services.map(({ name }) => name))
  const surplus = prune ? world.services.filter(({ settings }) => !wished.has(settings.name)) : []
  return [...changes.filter((change) => change !== null), ...surplus.map(planDeletion)]
}

/** A document can hold thousands of mistakes: so many are told. */
const MOST_TOLD = 50

function planService(input: ServiceInput, service: ConfiguredService | null, world: World): PlannedChange {
  const wished = newSettings(input, world.now)
  if (service) refuseOtherProtocol(input, service.settings)
  const { id, desired } = service?.settings ?? wished
  const before = service?.settings.challenge ?? null
  const keeping = { serviceId: id, before, secrets: world.secrets }
  const challenge = input.challenge ? wholeChallenge(input.challenge, keeping) : null
  const shown = challenge && {
    ...challenge,
    secrets: challenge.secrets.map(({ name }) => ({ name, secret: '' })),
  }
  const options = world.check(wished, shown)
  if (!service) return { action: 'create', service, settings: { ...wished, options }, challenge, fields: [] }
  const after = { ...wished, options, desired: input.desired ?? desired }
  return planUpdate(service, after, challenge)
}

function planUpdate(
  service: ConfiguredService,
  wished: ServiceSettings,
  challenge: PlannedChange['challenge'],
): PlannedChange {
  const { settings: before, running } = service
  // What the protocol has learned since is no change, so options are compared as they are used.
  const names = (Object.keys(wished) as (keyof ServiceSettings)[]).filter((name) => !FIXED.has(name))
  const current = { ...before, options: running.spec.options }
  const changed = names.filter((name) => !isDeepStrictEqual(wished[name], current[name]))
  const settings = { ...before, ...Object.fromEntries(changed.map((name) => [name, wished[name]])) }
  const fields = [
    ...changed.flatMap((name) => fieldsOf(name, current[name], wished[name])),
    ...challengeFields(challenge, before),
  ]
  return { action: fields.length > 0 ? 'update' : 'unchanged', service, settings, challenge, fields }
}

const planDeletion = (service: ConfiguredService): PlannedChange => ({
  ...{ action: 'delete', service, settings: service.settings, challenge: null, fields: [] },
})

/** `limits.maxConnections`, where a group of settings changes in part. */
function fieldsOf(name: string, before: unknown, after: unknown): string[] {
  if (!isGroup(before) || !isGroup(after)) return [name]
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  return keys.filter((key) => !isDeepStrictEqual(before[key], after[key])).map((key) => `${name}.${key}`)
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function challengeFields(
  after: PlannedChange['challenge'],
  { challenge: before }: ServiceSettings,
): string[] {
  if (!after || !before) return after || before ? ['challenge'] : []
  return changedParts(after, before).map((part) => `challenge.${part}`)
}

function refuseOtherProtocol({ name, protocol }: ServiceInput, kept: ServiceSettings): void {
  if (protocol === kept.protocol) return
  const message =
    `is "${protocol}", but the service "${name}" speaks ${kept.protocol}, and no service changes its protocol: ` +
    'give this one another name, or delete the other first'
  throw invalid([{ path: '/protocol', message }])
}

/** What is wrong with one service, by its place in the document. Throws on whatever is no fault of the document. */
function placed(error: unknown, path: string): FieldError[] {
  const isOurs = error instanceof ApiError || error instanceof NetcoreError
  if (!isOurs || !error.context.errors) throw error
  return error.context.errors.map((one) => ({ path: path + one.path, message: one.message }))
}
