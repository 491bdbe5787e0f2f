// Without TypeBox, so that the dashboard can take it in alone.

/** From the least right to the most: each may do what the ones before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const

type Role = (typeof ROLES)[number]

/** Whether somebody with the role `held` may do what `needed` asks for. */
export const hasRole = (held: Role, needed: Role): boolean => ROLES.indexOf(held) >= ROLES.indexOf(needed)
