import type { PasswordSignIn } from '@switchboard/contract'
import type { UserRow } from '@switchboard/store'
import { ApiError, invalid } from '../problem.ts'
import type { Identity } from './identity.ts'
import { checkNewPassword } from './password-rules.ts'
import { hashPassword, isOutdated, isPassword } from './passwords.ts'

/** Where a try comes from. `knows`: whether the user has signed in on this device before; `key` names the device. */
export type Origin = { address: string; device: { key: string; knows: (user: UserRow) => boolean } | null }

/**
 * The user of name, password and code. Throws `unauthenticated`, in the same words and after the same time whatever of it
 * is wrong; with `errors` for `/code` if only that is missing; and `rate-limited`.
 */
export async function signIn(
  identity: Identity,
  { username, password, code }: PasswordSignIn,
  { address, device }: Origin,
): Promise<UserRow> {
  const user = identity.users.named(username)
  const isKnown = user !== null && device !== null && device.knows(user)
  const giveBack = identity.throttle.take({ username, address, device: isKnown ? device.key : null })
  const refused = (why: string) => {
    const subject = { id: user?.id ?? null, name: username }
    identity.events.tell({ type: 'session.refused', caller: null, address, subject, after: { why } })
    return wrong()
  }
  if (!(await isPassword(password, user?.password ?? null)) || !user) throw refused('name or password')
  if (user.secondFactor !== null) {
    if (code === undefined) {
      giveBack()
      throw codeMissing()
    }
    if (!(await passes(identity, user, code, address))) throw refused('code')
  }
  giveBack()
  return isOutdated(user.password) ? await rehashed(identity, user, password) : identity.users.get(user.id)
}

async function passes(identity: Identity, user: UserRow, code: string, address: string): Promise<boolean> {
  const used = await identity.secondFactors.use(user, code)
  const subject = { id: user.id, name: user.username }
  if (used === 'recovery') {
    identity.events.tell({ type: 'recovery-code.used', caller: null, address, subject })
  }
  return used !== null
}

/** With the parameters of today, unless the password was changed meanwhile. */
async function rehashed({ users }: Identity, { id, password: before }: UserRow, password: string) {
  const hash = await hashPassword(password)
  await users.change(id, (now) => (now.password === before ? { password: hash } : null))
  return users.get(id)
}

/** Throws `validation-failed` for `path` if it is not the user's password, and `rate-limited`. */
export async function confirmPassword(identity: Identity, user: UserRow, password: string, path: string) {
  const giveBack = identity.throttle.confirm(user.id)
  if (!(await isPassword(password, user.password))) {
    throw invalid([{ path, message: 'is not your password' }])
  }
  giveBack()
}

/** The hash of a password that is fit for the user. Throws `validation-failed`. */
export async function hashNewPassword(password: string, username: string): Promise<string> {
  checkNewPassword(password, username)
  return await hashPassword(password)
}

const wrong = () =>
  new ApiError('unauthenticated', 'The username, the password or the code is wrong: try again.')

const codeMissing = () =>
  new ApiError('unauthenticated', 'This user has a second factor: send its code, too.', {
    errors: [
      { path: '/code', message: 'is required: the code of the authenticator app, or a recovery code' },
    ],
  })
