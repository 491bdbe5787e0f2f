import type { Role } from '@switchboard/contract'

/** What a role may do, in words. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Sees everything, changes nothing.',
  operator:
    'Sees everything, starts and stops services, ends connections, talks with callers and deletes files.',
  admin: 'May do everything, also create and change services, users, tokens and settings.',
}
