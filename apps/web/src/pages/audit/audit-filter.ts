import type { AuditFilter } from '@switchboard/contract'
import { startOfDay } from '../../format/time.ts'

/** Nouns of actions, for the choice on the page; each stands for all that is done to it. */
export const NOUNS = [
  ['service.', 'Services'],
  ['services.', 'Documents of services'],
  ['connection.', 'Connections'],
  ['connections.', 'Connections by filter'],
  ['session.', 'Sign-ins'],
  ['user.', 'Users'],
  ['token.', 'Tokens'],
  ['webhook.', 'Webhooks'],
  ['password.', 'Passwords'],
  ['second-factor.', 'Second factors'],
  ['settings.', 'Settings'],
  ['file.', 'Files'],
  ['backup.', 'Backups'],
] as const

type Query = (key: string) => string | null

/** What the address bar asks for. Days are those of the reader's time zone; `until` is the last one. */
export function filterOf(query: Query): AuditFilter {
  const [actor, action, target] = [query('actor'), query('action'), query('target')]
  const [since, until] = [startOfDay(query('since')), startOfDay(query('until'), 1)]
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(target && { target }),
    ...(since && { since: since.toISOString() }),
    ...(until && { until: until.toISOString() }),
  }
}
