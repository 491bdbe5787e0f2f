import type { Component } from 'svelte'
import type { SvelteHTMLElements } from 'svelte/elements'
import IconLive from '~icons/lucide/activity'
import IconBans from '~icons/lucide/ban'
import IconApi from '~icons/lucide/book-open'
import IconConnections from '~icons/lucide/cable'
import IconFiles from '~icons/lucide/files'
import IconTokens from '~icons/lucide/key-round'
import IconOverview from '~icons/lucide/layout-dashboard'
import IconClient from '~icons/lucide/plug-zap'
import IconAudit from '~icons/lucide/scroll-text'
import IconServices from '~icons/lucide/server'
import IconSettings from '~icons/lucide/settings'
import IconUsers from '~icons/lucide/users'
import type { ScreenAddress } from './screens.ts'

/** The sign of each screen that the navigation leads to. */
export const SCREEN_ICONS: Record<ScreenAddress, Component<SvelteHTMLElements['svg']>> = {
  '/': IconOverview,
  '/services': IconServices,
  '/live': IconLive,
  '/connections': IconConnections,
  '/files': IconFiles,
  '/client': IconClient,
  '/bans': IconBans,
  '/users': IconUsers,
  '/tokens': IconTokens,
  '/audit': IconAudit,
  '/settings': IconSettings,
  '/docs': IconApi,
}
