import type { Role, Session } from '@switchboard/contract'
import { matchRoute } from '../router/routes.ts'
import { refusalForAll, refusalOfRole, refusalOfScreen } from './rights.ts'

/** Who is signed in in this tab. */
class Me {
  /** null: nobody, or it is not known yet. */
  session = $state.raw<Session | null>(null)

  /** Takes over what this tab has just changed about its own user. */
  change(changes: Partial<Session>): void {
    if (this.session !== null) this.session = { ...this.session, ...changes }
  }

  /** Why what takes this role is not possible, for a button to say; null: it is. */
  lacks(role: Role): string | null {
    return refusalOfRole(this.session, role)
  }

  can(role: Role): boolean {
    return this.lacks(role) === null
  }

  /** The same for what is about more than single services. */
  lacksForAll(role: Role): string | null {
    return refusalForAll(this.session, role)
  }

  /** The same for a screen, by its address. */
  lacksScreen(path: string): string | null {
    return refusalOfScreen(this.session, matchRoute(path).page)
  }
}

export const me = new Me()
