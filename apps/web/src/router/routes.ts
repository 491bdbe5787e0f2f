/** Every screen of the dashboard, with what its address carries. */
export type Route =
  | { page: 'overview' }
  | { page: 'services' }
  | { page: 'service-new' }
  | { page: 'service'; id: string }
  | { page: 'live' }
  | { page: 'connections' }
  | { page: 'connection'; id: string }
  | { page: 'files' }
  | { page: 'client' }
  | { page: 'bans' }
  | { page: 'users' }
  | { page: 'tokens' }
  | { page: 'audit' }
  | { page: 'settings' }
  | { page: 'reference' }
  | { page: 'account' }
  | { page: 'login' }
  | { page: 'setup' }
  | { page: 'not-found'; path: string }

type Make = (id: string) => Route

// The first match wins: `/services/new` stands before `/services/:id`.
const table: [pattern: string, make: Make][] = [
  ['/', () => ({ page: 'overview' })],
  ['/services', () => ({ page: 'services' })],
  ['/services/new', () => ({ page: 'service-new' })],
  ['/services/:id', (id) => ({ page: 'service', id })],
  ['/live', () => ({ page: 'live' })],
  ['/connections', () => ({ page: 'connections' })],
  ['/connections/:id', (id) => ({ page: 'connection', id })],
  ['/files', () => ({ page: 'files' })],
  ['/client', () => ({ page: 'client' })],
  ['/bans', () => ({ page: 'bans' })],
  ['/users', () => ({ page: 'users' })],
  ['/tokens', () => ({ page: 'tokens' })],
  ['/audit', () => ({ page: 'audit' })],
  ['/settings', () => ({ page: 'settings' })],
  ['/docs', () => ({ page: 'reference' })],
  ['/account', () => ({ page: 'account' })],
  ['/login', () => ({ page: 'login' })],
  ['/setup', () => ({ page: 'setup' })],
]

/** The paths that lead to a screen, `:id` for the id of something. */
export const PATTERNS: readonly string[] = table.map(([pattern]) => pattern)

/** The screen that belongs to a path; a slash at the end does not matter. */
export function matchRoute(path: string): Route {
  const parts = segments(path)
  for (const [pattern, make] of table) {
    const id = matchSegments(segments(pattern), parts)
    if (id !== null) return make(id)
  }
  return { page: 'not-found', path }
}

/** The value of `:id`, an empty string for a match without one, null for no match. */
function matchSegments(pattern: string[], parts: string[]): string | null {
  if (pattern.length !== parts.length) return null
  let id = ''
  for (const [index, part] of parts.entries()) {
    if (pattern[index] === ':id') id = decode(part)
    else if (pattern[index] !== part) return null
  }
  return id
}

const segments = (path: string) => path.split('/').filter(Boolean)

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
