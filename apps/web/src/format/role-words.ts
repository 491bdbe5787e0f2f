import type { Role } from '@switchboard/contract'
import { t } from '../language/texts.ts'

const NAMES: Record<Role, string> = { viewer: t('viewer'), operator: t('operator'), admin: t('admin') }

/** What a role is called within a sentence. */
export const roleName = (role: Role) => NAMES[role]

/** What a role may do, in words. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Sees everything, changes nothing.',
  operator:
    'Sees everything, starts and stops services, ends connections, talks with callers and deletes files.',
  admin: 'May do everything, also create and change services, users, tokens and settings.',
}
