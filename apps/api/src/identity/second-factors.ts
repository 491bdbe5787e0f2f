import type { UserRow } from '@switchboard/store'
import { ApiError, invalid } from '../problem.ts'
import type { SecretBox } from '../secret-box.ts'
import { newRecoveryCodes, recoveryHash } from './recovery-codes.ts'
import { newSecondFactor, secondFactorUri, usedStep } from './second-factor.ts'
import type { UserChange, Users } from './users.ts'

/** An offer that nobody takes lapses after so long. */
const OFFER_MS = 15 * 60_000

type Parts = { users: Users; secrets: SecretBox }

/** Where a sealed secret belongs: it opens nowhere else. */
const placeOf = (user: UserRow) => `second factor of ${user.id}`

/** What a change takes a second factor away with. */
export const NO_SECOND_FACTOR: UserChange = { secondFactor: null, secondFactorStep: 0, recoveryCodes: [] }

/** The second factors of users: offered, confirmed by a first code, asked for at sign-in. */
export class SecondFactors {
  readonly #parts: Parts
  readonly #offers = new Map<string, { secret: string; until: number }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Nothing changes until a code confirms it. Throws `invalid-state` for one who has a second factor. */
  offer(user: UserRow): { secret: string; uri: string } {
    if (user.secondFactor !== null) {
      throw new ApiError('invalid-state', 'There is a second factor already: take it away first.')
    }
    const secret = newSecondFactor()
    this.#offers.set(user.id, { secret, until: Date.now() + OFFER_MS })
    return { secret, uri: secondFactorUri(secret, user.username) }
  }

  /** Answers the recovery codes. Throws `invalid-state` without an offer, `validation-failed` for a wrong code. */
  async confirm(user: UserRow, code: string): Promise<string[]> {
    const offer = this.#offers.get(user.id)
    if (!offer || offer.until < Date.now()) {
      throw new ApiError(
        'invalid-state',
        'No second factor waits for its first code: begin with POST /api/v1/session/second-factor.',
      )
    }
    const step = usedStep(offer.secret, code, 0)
    if (step === null) throw wrongCode()
    const secondFactor = await this.#parts.secrets.seal(offer.secret, placeOf(user))
    const codes = newRecoveryCodes()
    const change = { secondFactor, secondFactorStep: step, recoveryCodes: codes.map(recoveryHash) }
    const changed = await this.#parts.users.change(user.id, (now) =>
      now.secondFactor === null ? change : null,
    )
    if (!changed) throw new ApiError('invalid-state', 'There is a second factor already: take it away first.')
    this.#offers.delete(user.id)
    return codes
  }

  /**
   * Whether the code is right now; no code is right twice. Recovery codes work without the key of the secrets. Throws a
   * SecretError where the secret cannot be read.
   */
  async use(user: UserRow, code: string): Promise<'app' | 'recovery' | null> {
    const { users, secrets } = this.#parts
    const hash = recoveryHash(code)
    if (user.recoveryCodes.includes(hash)) {
      const used = await users.change(user.id, ({ recoveryCodes }) =>
        recoveryCodes.includes(hash) ? { recoveryCodes: recoveryCodes.filter((it) => it !== hash) } : null,
      )
      return used ? 'recovery' : null
    }
    const used = await users.change(user.id, (now) => {
      if (now.secondFactor === null) return null
      const step = usedStep(secrets.unseal(now.secondFactor, placeOf(now)), code, now.secondFactorStep)
      return step === null ? null : { secondFactorStep: step }
    })
    return used ? 'app' : null
  }
}

const wrongCode = () =>
  invalid([{ path: '/code', message: 'is not the code of this moment: check the clock of the device' }])
