import { onUnauthenticated, request } from '../api/request.ts'
import { router } from '../router/router.svelte.ts'
import { LiveFeed } from './live-feed.svelte.ts'
import { LiveServices } from './services.svelte.ts'
import { LiveUnread } from './unread.svelte.ts'

function askToSignIn(): void {
  feed.stop()
  if (router.route.page !== 'login')
    router.go(`/login?next=${encodeURIComponent(router.here)}`, { replace: true })
}

/** This tab's feed and what every screen needs of it. */
export const feed = new LiveFeed({
  signedOut: askToSignIn,
  // A cheap request tells a missing session (401, handled below) from a server that is away.
  refused: () => void request('/services', { query: { limit: 1 } }).catch(() => undefined),
})
export const services = new LiveServices(feed)
export const unread = new LiveUnread(feed)

onUnauthenticated(askToSignIn)
