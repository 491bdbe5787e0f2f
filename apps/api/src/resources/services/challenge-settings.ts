import type { Challenge, ChallengeInput } from '@switchboard/contract'
import { Challenge as ChallengeSchema } from '@switchboard/contract'
import type { ServiceSpec } from '@switchboard/netcore'
import { Value } from 'typebox/value'
import { ApiError, invalid } from '../../problem.ts'
import { SecretError, type SecretBox } from '../../secret-box.ts'

/** A challenge as it is on record: the secrets are sealed, and only what netcore is told opens them. */
export type SealedChallenge = Omit<Challenge, 'secrets'> & { secrets: SealedSecret[] }
type SealedSecret = { name: string; sealed: string }

type GivenSecret = ChallengeInput['secrets'][number]

/** What is on record already, for which service, and what seals. */
type Keeping = { serviceId: string; before: SealedChallenge | null; secrets: SecretBox }

/**
 * What goes on record: `given` over what is there, key by key, and of the secrets those named, sealed. Throws problems
 * that name the field, and `secrets-unavailable` where nothing can be sealed.
 */
export async function sealChallenge(
  given: Partial<ChallengeInput> | null,
  keeping: Keeping,
): Promise<SealedChallenge | null> {
  if (given === null) return null
  const { scheme, timeoutMs, accepted } = Value.Create(ChallengeSchema)
  const { secrets, ...plain } = given
  if (!secrets && !keeping.before) {
    throw invalid([
      { path: '/challenge/secrets', message: 'is required: name who may pass, with a secret each' },
    ])
  }
  return {
    ...{ scheme, timeoutMs, accepted },
    ...keeping.before,
    ...plain,
    secrets: secrets ? await sealSecrets(secrets, keeping) : (keeping.before?.secrets ?? []),
  }
}

/**
 * `given` as the whole challenge, with a default for what it leaves out, and null for every secret that is on record
 * already. Seals nothing. Throws problems as `sealChallenge` does.
 */
export function wholeChallenge(given: ChallengeInput, keeping: Keeping): Required<ChallengeInput> {
  const { scheme, timeoutMs, accepted } = Value.Create(ChallengeSchema)
  checkSecrets(given.secrets, keptSecrets(keeping))
  const secrets = given.secrets.map(({ name, secret }) => ({
    name,
    secret: secret !== null && isOnRecord({ name, secret }, keeping) ? null : secret,
  }))
  return { scheme, timeoutMs, accepted, ...given, secrets }
}

/** What would change on record by a challenge that `wholeChallenge` answered: names of its parts. */
export function changedParts(whole: Required<ChallengeInput>, before: SealedChallenge): string[] {
  const plain = (['scheme', 'timeoutMs', 'accepted'] as const).filter((part) => whole[part] !== before[part])
  const isKept = ({ name, secret }: GivenSecret, at: number) =>
    secret === null && before.secrets[at]?.name === name
  const isSame = whole.secrets.length === before.secrets.length && whole.secrets.every(isKept)
  return isSame ? plain : [...plain, 'secrets']
}

/** One that cannot be read is another one: it has to be sealed again. */
function isOnRecord({ name, secret }: GivenSecret, { serviceId, secrets, ...keeping }: Keeping): boolean {
  const sealed = keeping.before?.secrets.find((one) => one.name === name)?.sealed
  try {
    return sealed !== undefined && secrets.unseal(sealed, placeOf(serviceId, name)) === secret
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    return false
  }
}

const keptSecrets = ({ before }: Pick<Keeping, 'before'>) =>
  new Map(before?.secrets.map(({ name, sealed }) => [name, sealed]))

function checkSecrets(given: GivenSecret[], kept: ReadonlyMap<string, string>): void {
  const errors = given.flatMap((secret, index) => problemsOf(secret, index, given, kept))
  if (errors.length > 0) throw invalid(errors)
}

async function sealSecrets(given: GivenSecret[], keeping: Keeping): Promise<SealedSecret[]> {
  const { serviceId, secrets } = keeping
  const kept = keptSecrets(keeping)
  checkSecrets(given, kept)
  const sealed = given.map(async ({ name, secret }) => ({
    name,
    sealed: secret === null ? (kept.get(name) ?? '') : await seal(secrets, secret, placeOf(serviceId, name)),
  }))
  return Promise.all(sealed)
}

function problemsOf(
  { name, secret }: GivenSecret,
  index: number,
  all: GivenSecret[],
  kept: ReadonlyMap<string, string>,
): { path: string; message: string }[] {
  const path = `/challenge/secrets/${index}`
  const first = all.findIndex((other) => other.name === name)
  if (first < index) {
    const message = `is "${name}", as in /challenge/secrets/${first}: each name can stand for one secret only`
    return [{ path: `${path}/name`, message }]
  }
  if (secret !== null || kept.has(name)) return []
  const message = `is null, and there is no secret "${name}" on record that could be kept: send the secret itself`
  return [{ path: `${path}/secret`, message }]
}

async function seal(box: SecretBox, secret: string, place: string): Promise<string> {
  try {
    return await box.seal(secret, place)
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    throw new ApiError('secrets-unavailable', `The secrets cannot be kept: ${error.message}. ${REMEDY}`)
  }
}

const REMEDY =
  'Put the file back as it was, for this user to read and nobody else, and start Switchboard again.'

/** What netcore is told. Where the secrets cannot be read, nobody can pass, and the service is kept from starting. */
export function openChallenge(
  sealed: SealedChallenge | null,
  { id, name }: { id: string; name: string },
  box: SecretBox,
): Pick<ServiceSpec, 'challenge' | 'obstacle'> {
  if (sealed === null) return { challenge: null }
  try {
    const secrets = sealed.secrets.map((one) => ({
      name: one.name,
      secret: box.unseal(one.sealed, placeOf(id, one.name)),
    }))
    return { challenge: { ...sealed, secrets } }
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    const obstacle = `The secrets of "${name}" cannot be read: ${error.message}. ${REMEDY} Or give the service new secrets.`
    return { challenge: { ...sealed, secrets: [] }, obstacle }
  }
}

/** Whoever reads it learns who may pass, and no more. */
export function presentChallenge(sealed: SealedChallenge | null): Challenge | null {
  return sealed && { ...sealed, secrets: sealed.secrets.map(({ name }) => ({ name, secret: null })) }
}

const placeOf = (serviceId: string, name: string) => `${serviceId}/challenge/${name}`
