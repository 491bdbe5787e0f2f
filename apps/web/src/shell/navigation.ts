import type { Component } from 'svelte'
import type { SvelteHTMLElements } from 'svelte/elements'
import IconLive from '~icons/lucide/activity'
import IconBans from '~icons/lucide/ban'
import IconConnections from '~icons/lucide/cable'
import IconFiles from '~icons/lucide/files'
import IconClient from '~icons/lucide/plug-zap'
import IconTokens from '~icons/lucide/key-round'
import IconAudit from '~icons/lucide/scroll-text'
import IconOverview from '~icons/lucide/layout-dashboard'
import IconApi from '~icons/lucide/book-open'
import IconServices from '~icons/lucide/server'
import IconSettings from '~icons/lucide/settings'
import IconUsers from '~icons/lucide/users'
import type { Route } from '../router/routes.ts'

export type NavigationItem = {
  label: string
  href: string
  icon: Component<SvelteHTMLElements['svg']>
  /** The screens during which the item is the current one. */
  pages: Route['page'][]
}

/** What is at hand on every screen, however small. */
export const mainItems: NavigationItem[] = [
  { label: 'Overview', href: '/', icon: IconOverview, pages: ['overview'] },
  { label: 'Services', href: '/services', icon: IconServices, pages: ['services', 'service-new', 'service'] },
  { label: 'Live', href: '/live', icon: IconLive, pages: ['live'] },
  { label: 'Connections', href: '/connections', icon: IconConnections, pages: ['connections', 'connection'] },
]

/** What phones keep behind "More". */
export const moreItems: NavigationItem[] = [
  { label: 'Files', href: '/files', icon: IconFiles, pages: ['files'] },
  { label: 'Test client', href: '/client', icon: IconClient, pages: ['client'] },
  { label: 'Bans', href: '/bans', icon: IconBans, pages: ['bans'] },
  { label: 'Users', href: '/users', icon: IconUsers, pages: ['users'] },
  { label: 'Tokens', href: '/tokens', icon: IconTokens, pages: ['tokens'] },
  { label: 'Audit', href: '/audit', icon: IconAudit, pages: ['audit'] },
  { label: 'Settings', href: '/settings', icon: IconSettings, pages: ['settings'] },
  { label: 'API', href: '/docs', icon: IconApi, pages: ['reference'] },
]
