import type { User, UserPatch } from '@switchboard/contract'
import type { Values } from '../../forms/values.ts'

/** What a form changes about a user; null: nothing. */
export function patchOf(user: User, values: Values): UserPatch | null {
  const { username, role, password } = values as UserPatch
  const patch: UserPatch = {
    ...(username !== undefined && username !== user.username && { username }),
    ...(role !== undefined && role !== user.role && { role }),
    ...(password !== undefined && password !== '' && { password }),
  }
  return Object.keys(patch).length === 0 ? null : patch
}
