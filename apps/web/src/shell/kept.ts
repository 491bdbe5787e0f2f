/** What the dashboard keeps in the browser is called so; public/appearance.js reads some of it before the first paint. */
const KEY = 'switchboard.'

export const keyOf = (name: string) => KEY + name

/** What was kept under a name; null: nothing. A browser may forbid to keep: then a choice lasts as long as the tab. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(keyOf(name))
  } catch {
    return null
  }
}

/** Keeps a text for next time; null: forgets it. */
export function keep(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(keyOf(name))
    else localStorage.setItem(keyOf(name), text)
  } catch {
    // See `kept`.
  }
}
