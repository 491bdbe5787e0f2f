import type { ServerMessage } from '@switchboard/contract'
import type { LiveFeed } from './live-feed.svelte.ts'

/** Calls `onarrival` when files may have come, to a service or (null) to any. Returns how to stop. */
export function followArrivals(feed: LiveFeed, service: string | null, onarrival: () => void): () => void {
  return feed.subscribe({
    request: (id) => {
      onarrival()
      return { op: 'subscribe', id, topic: 'journal', since: feed.seq, ...(service !== null && { service }) }
    },
    receive: (message) => {
      if (bringsFiles(message)) onarrival()
    },
  })
}

function bringsFiles(message: ServerMessage): boolean {
  if (message.type === 'entries') return message.entries.some(({ type }) => type === 'file.received')
  return message.type === 'gap'
}
