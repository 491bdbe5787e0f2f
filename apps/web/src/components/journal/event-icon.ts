import type { JournalEntry } from '@switchboard/contract'
import type { Component } from 'svelte'
import type { SvelteHTMLElements } from 'svelte/elements'
import IconRefused from '~icons/lucide/ban'
import IconOther from '~icons/lucide/circle-dot'
import IconEngine from '~icons/lucide/cpu'
import IconChallenge from '~icons/lucide/key-round'
import IconMessage from '~icons/lucide/message-square'
import IconOpened from '~icons/lucide/plug'
import IconService from '~icons/lucide/server'
import IconWarning from '~icons/lucide/triangle-alert'
import IconClosed from '~icons/lucide/unplug'

type Icon = Component<SvelteHTMLElements['svg']>

const byType: Record<string, Icon> = {
  'connection.opened': IconOpened,
  'connection.closed': IconClosed,
  'connection.refused': IconRefused,
}
const byNoun: Record<string, Icon> = {
  auth: IconChallenge,
  ban: IconRefused,
  service: IconService,
  engine: IconEngine,
  message: IconMessage,
  chat: IconMessage,
}

/** The shape beside an event's words; an error is told by its own. */
export function eventIcon({ type, severity }: JournalEntry): Icon {
  if (severity === 'error') return IconWarning
  return byType[type] ?? byNoun[type.split('.')[0] ?? ''] ?? IconOther
}
