import { Type, type Static } from 'typebox'

/** From the least right to the most: each may do what the ones before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const

/**
 * `viewer` reads; `operator` also starts, stops, kills, sends and deletes files; `admin` also creates and edits services,
 * users, tokens and settings.
 */
export const Role = Type.Enum([...ROLES])
export type Role = Static<typeof Role>

/** Whether somebody with the role `held` may do what `needed` asks for. */
export const hasRole = (held: Role, needed: Role): boolean => ROLES.indexOf(held) >= ROLES.indexOf(needed)
