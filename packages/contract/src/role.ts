import { Type, type Static } from 'typebox'
import { ROLES } from './roles.ts'

/**
 * `viewer` reads; `operator` also starts, stops, kills, sends and deletes files; `admin` also creates and edits services,
 * users, tokens and settings.
 */
export const Role = Type.Enum([...ROLES])
export type Role = Static<typeof Role>
