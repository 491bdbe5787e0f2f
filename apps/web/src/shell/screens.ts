import type { Route } from '../router/routes.ts'

/** A screen that the navigation leads to. */
export type Screen = {
  label: string
  href: string
  /** The key that leads there after `g`. */
  key: string
  /** The screens during which it is the current one. */
  pages: readonly Route['page'][]
}

/** What is at hand on every screen, however small. */
export const MAIN_SCREENS = [
  { label: 'Overview', href: '/', key: 'o', pages: ['overview'] },
  { label: 'Services', href: '/services', key: 's', pages: ['services', 'service-new', 'service'] },
  { label: 'Live', href: '/live', key: 'l', pages: ['live'] },
  { label: 'Connections', href: '/connections', key: 'c', pages: ['connections', 'connection'] },
] as const satisfies readonly Screen[]

/** What phones keep behind "More". */
export const MORE_SCREENS = [
  { label: 'Files', href: '/files', key: 'f', pages: ['files'] },
  { label: 'Test client', href: '/client', key: 't', pages: ['client'] },
  { label: 'Bans', href: '/bans', key: 'b', pages: ['bans'] },
  { label: 'Users', href: '/users', key: 'u', pages: ['users'] },
  { label: 'Tokens', href: '/tokens', key: 'k', pages: ['tokens'] },
  { label: 'Audit', href: '/audit', key: 'a', pages: ['audit'] },
  { label: 'Settings', href: '/settings', key: 'e', pages: ['settings'] },
  { label: 'API', href: '/docs', key: 'd', pages: ['reference'] },
] as const satisfies readonly Screen[]

export type ScreenAddress = (typeof MAIN_SCREENS | typeof MORE_SCREENS)[number]['href']

/** Whether the navigation shows the screen as the one that is open. */
export const isCurrent = ({ pages }: Screen, page: Route['page']) => pages.includes(page)
