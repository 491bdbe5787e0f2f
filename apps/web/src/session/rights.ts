import type { Role, Session } from '@switchboard/contract'
import { hasRole } from '@switchboard/contract/roles'
import { roleName } from '../format/role-words.ts'
import type { Route } from '../router/routes.ts'

/** Who asks: of a session, what decides what it may do. */
export type Rights = Pick<Session, 'role' | 'services'>

/** The screens that are not for every role. They are about more than single services. */
const SCREENS: Partial<Record<Route['page'], Role>> = {
  'service-new': 'admin',
  bans: 'operator',
  users: 'admin',
  tokens: 'admin',
  audit: 'admin',
}

/** Why somebody may not do what takes the role `needed`; null: it is allowed. */
export function refusalOfRole(rights: Rights | null, needed: Role): string | null {
  return rights !== null && hasRole(rights.role, needed) ? null : `Takes the role ${roleName(needed)}`
}

/** The same for what is about more than single services. */
export const refusalForAll = (rights: Rights | null, needed: Role): string | null =>
  refusalOfRole(rights, needed) ?? (rights?.services ? 'Takes a token for all services' : null)

/** Why somebody may not open a screen; null: it is allowed. */
export function refusalOfScreen(rights: Rights | null, page: Route['page']): string | null {
  const needed = SCREENS[page]
  return needed === undefined ? null : refusalForAll(rights, needed)
}
