type Bar = { covered: boolean; here: string; query: (key: string) => string | null }

/**
 * Where a sign-in leads: to the screen beneath it, or to `?next=` of its address. Only paths of ours: a link to the sign-in
 * must not lead elsewhere.
 */
export function returnAddress(bar: Bar, origin = location.origin): string {
  if (bar.covered) return bar.here
  const next = bar.query('next') ?? '/'
  try {
    const url = new URL(next, origin)
    return next.startsWith('/') && url.origin === origin ? url.pathname + url.search : '/'
  } catch {
    return '/'
  }
}
