import type { ServiceState } from '@switchboard/contract'
import type { Component } from 'svelte'
import type { SvelteHTMLElements } from 'svelte/elements'

/** Headings of the palette, in the order in which they stand while nothing is typed. */
export const GROUPS = {
  typed: 'What you typed',
  recent: 'Recent',
  here: 'On this screen',
  services: 'Services',
  screens: 'Go to',
  create: 'New service',
  actions: 'Actions',
}
export type Group = keyof typeof GROUPS

/** Something to choose. */
export type PaletteItem = {
  /** The same every time, so that a recent choice is found again. */
  id: string
  group: Group
  words: string
  icon?: Component<SvelteHTMLElements['svg']>
  /** Words that are searched and not shown. */
  more?: string
  /** A few words at the end of the line. */
  note?: string
  state?: ServiceState
  /** The shortcut that does the same. */
  keys?: string
  /** Why it cannot be chosen. */
  refusal?: string | null
  /** Only for those who type a part of it: there are too many of them. */
  onlyTyped?: boolean
  /** Where it leads. */
  href?: string
  /** What it does; the palette stays until it is done. */
  work?: () => Promise<void>
  /** What is done once the palette is closed. */
  act?: () => void
}
