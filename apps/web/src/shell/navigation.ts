import type { Component } from 'svelte'
import type { SvelteHTMLElements } from 'svelte/elements'
import IconLive from '~icons/lucide/activity'
import IconConnections from '~icons/lucide/cable'
import IconFiles from '~icons/lucide/files'
import IconOverview from '~icons/lucide/layout-dashboard'
import IconServices from '~icons/lucide/server'
import IconSettings from '~icons/lucide/settings'
import type { Route } from '../router/routes.ts'

type Item = {
  label: string
  href: string
  icon: Component<SvelteHTMLElements['svg']>
  /** The screens during which the item is the current one. */
  pages: Route['page'][]
}

export const navigation: Item[] = [
  { label: 'Overview', href: '/', icon: IconOverview, pages: ['overview'] },
  { label: 'Services', href: '/services', icon: IconServices, pages: ['services', 'service-new', 'service'] },
  { label: 'Live', href: '/live', icon: IconLive, pages: ['live'] },
  { label: 'Connections', href: '/connections', icon: IconConnections, pages: ['connections', 'connection'] },
  { label: 'Files', href: '/files', icon: IconFiles, pages: ['files'] },
  { label: 'Settings', href: '/settings', icon: IconSettings, pages: ['settings'] },
]
