import { request } from '../api/request.ts'
import { entrance } from '../session/entrance.svelte.ts'
import { LiveFeed } from './live-feed.svelte.ts'
import { LiveServices } from './services.svelte.ts'
import { LiveUnread } from './unread.svelte.ts'

/** This tab's feed and what every screen needs of it. */
export const feed = new LiveFeed({
  signedOut: () => void entrance.askToSignIn(),
  // A cheap request tells a missing session (401, which leads to the sign-in) from a server that is away.
  refused: () => void request('/services', { query: { limit: 1 } }).catch(() => undefined),
})
export const services = new LiveServices(feed)
export const unread = new LiveUnread(feed)

entrance.onEnter(() => feed.connect())
entrance.onLeave(() => feed.stop())
