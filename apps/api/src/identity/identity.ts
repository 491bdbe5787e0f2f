import type { Store, TokenRow, UserRow } from '@switchboard/store'
import type { SecretBox } from '../secret-box.ts'
import { ApiTokens } from './api-tokens.ts'
import { IdentityEvents } from './identity-event.ts'
import { LastSeen } from './last-seen.ts'
import { SecondFactors } from './second-factors.ts'
import { Sessions } from './sessions.ts'
import { SetupCode } from './setup-code.ts'
import { SignInThrottle } from './sign-in-throttle.ts'
import { Users, type UserChange } from './users.ts'

type Parts = { store: Store['identity']; secrets: SecretBox; onError: (error: unknown) => void }

/** Everybody and everything that may sign in. */
export class Identity {
  readonly users: Users
  readonly tokens: ApiTokens
  readonly sessions: Sessions
  readonly secondFactors: SecondFactors
  readonly lastSeen: LastSeen
  readonly events = new IdentityEvents()
  readonly throttle = new SignInThrottle()
  readonly setupCode = new SetupCode()

  static async load(parts: Parts): Promise<Identity> {
    return new Identity(parts, await parts.store.all())
  }

  private constructor(
    { store, secrets, onError }: Parts,
    rows: Awaited<ReturnType<Store['identity']['all']>>,
  ) {
    this.users = new Users(store, rows.users)
    this.tokens = new ApiTokens(store, rows.tokens)
    this.sessions = new Sessions(store, rows.sessions)
    this.secondFactors = new SecondFactors({ users: this.users, secrets })
    this.lastSeen = new LastSeen({ store, onError })
  }

  /**
   * Changes what a user may do, or by what, and ends the sessions of the user, but for `keep`. Also such as were begun
   * while it was written down. Throws what `Users.change` throws.
   */
  async changeUser(
    id: string,
    change: (user: UserRow) => UserChange,
    keep: string | null = null,
  ): Promise<UserRow | null> {
    const others = () =>
      this.sessions
        .ofUser(id)
        .map((session) => session.id)
        .filter((sessionId) => sessionId !== keep)
    const changed = await this.users.change(id, change, others)
    await this.sessions.end(others())
    return changed
  }

  /** With its sessions. Throws what `Users.delete` throws. */
  async deleteUser(id: string): Promise<UserRow> {
    const user = await this.users.delete(id)
    this.sessions.forget(({ userId }) => userId === id)
    return user
  }

  /** With the sessions that were begun with it; null if there is none. */
  async deleteToken(id: string): Promise<TokenRow | null> {
    const token = await this.tokens.delete(id)
    this.sessions.forget(({ tokenId }) => tokenId === id)
    return token
  }
}
