import type { Role } from '@switchboard/contract'

/** What a role may do, in words. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Sees everything, changes nothing.',
  operator: 'Also starts and stops services, ends connections, talks with callers and deletes files.',
  admin: 'Also creates and changes services, users, tokens and settings.',
}
