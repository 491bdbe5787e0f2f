import type { AuditFilter } from '@switchboard/contract'

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
  const [since, until] = [startOf(query('since'), 0), startOf(query('until'), 1)]
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(target && { target }),
    ...(since && { since }),
    ...(until && { until }),
  }
}

/** The first moment of a day, or of one so many days later; null for what is no day. */
function startOf(day: string | null, later: number): string | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '')
  if (!parts) return null
  const [year = 0, month = 0, date = 0] = parts.slice(1).map(Number)
  const start = new Date(year, month - 1, date + later)
  return Number.isNaN(start.getTime()) ? null : start.toISOString()
}
