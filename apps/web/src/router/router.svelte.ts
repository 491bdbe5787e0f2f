import { leaving } from './leaving.svelte.ts'
import { matchRoute, type Route } from './routes.ts'

/** Changes of the query string; null removes a key, so that defaults stay out of the address. */
export type QueryChanges = Record<string, string | null>

/** The address bar as state: which screen is shown, and its view state in the query string. */
class Router {
  #url = $state.raw(new URL(location.href))
  readonly route: Route = $derived(matchRoute(this.#url.pathname))
  /** Another screen, such as the sign-in, lies over this one, which keeps what it holds. */
  covered = $state(false)

  get path(): string {
    return this.#url.pathname
  }

  /** The path with its query string: what login returns to. */
  get here(): string {
    return this.#url.pathname + this.#url.search
  }

  query(key: string): string | null {
    return this.#url.searchParams.get(key)
  }

  /**
   * Opens another screen. `replace` leaves no way back, as after a login; otherwise who would lose something is asked
   * first.
   */
  go(href: string, { replace = false } = {}): void {
    const url = new URL(href, location.href)
    if (!replace && !this.#mayGo(url)) return
    const samePage = url.pathname === this.#url.pathname
    // While covered, the bar has the address of the cover; this one comes back with `uncover`.
    if (!this.covered && replace) history.replaceState(null, '', url)
    else if (!this.covered) history.pushState(null, '', url)
    this.#url = url
    if (!samePage) scrollTo(0, 0)
  }

  /** Puts another address into the bar and leaves the screen as it is, beneath. */
  cover(href: string): void {
    this.covered = true
    history.replaceState(null, '', href)
  }

  uncover(): void {
    this.covered = false
    history.replaceState(null, '', this.#url)
  }

  /** The address of this screen with another view state. */
  hrefWith(changes: QueryChanges): string {
    const url = this.#urlWith(changes)
    return url.pathname + url.search
  }

  /** Changes the view state of this screen. Typing replaces the history entry, a committed choice adds one. */
  setQuery(changes: QueryChanges, { replace = false } = {}): void {
    const url = this.#urlWith(changes)
    if (url.href !== this.#url.href) this.go(url.href, { replace })
  }

  #urlWith(changes: QueryChanges): URL {
    const url = new URL(this.#url)
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) url.searchParams.delete(key)
      else url.searchParams.set(key, value)
    }
    return url
  }

  /** Another tab of the same screen is another place, too. */
  #mayGo(url: URL): boolean {
    const leaves = url.pathname !== this.#url.pathname || url.searchParams.get('tab') !== this.query('tab')
    return !leaves || this.covered || leaving.allows(url.href)
  }

  /** Follows back, forward and every plain click on a link of ours. Returns how to stop. */
  listen(): () => void {
    const onpopstate = () => {
      const url = new URL(location.href)
      if (this.#mayGo(url)) this.#url = url
      else history.pushState(null, '', this.#url)
    }
    const onclick = (event: MouseEvent) => {
      const href = ownLink(event)
      if (href === null) return
      event.preventDefault()
      this.go(href)
    }
    addEventListener('popstate', onpopstate)
    document.addEventListener('click', onclick)
    return () => {
      removeEventListener('popstate', onpopstate)
      document.removeEventListener('click', onclick)
    }
  }
}

/** The address behind a plain left click on a link to another screen, or null when the browser shall act. */
function ownLink(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return null
  const onlyHash = link.hash !== '' && link.pathname === location.pathname
  return onlyHash || link.pathname.startsWith('/api/') ? null : link.href
}

export const router = new Router()
