import type { Protocol, Service } from '@switchboard/contract'
import IconAccount from '~icons/lucide/circle-user-round'
import IconKeyboard from '~icons/lucide/keyboard'
import IconSignOut from '~icons/lucide/log-out'
import IconTheme from '~icons/lucide/sun-moon'
import IconPlay from '~icons/lucide/play'
import IconPlus from '~icons/lucide/plus'
import IconRestart from '~icons/lucide/rotate-cw'
import IconServer from '~icons/lucide/server'
import IconStop from '~icons/lucide/square'
import { canStop, performAction, refusal, type ActionKind } from '../components/service-action.svelte.ts'
import { formatListen } from '../format/address.ts'
import { entrance } from '../session/entrance.svelte.ts'
import { me } from '../session/me.svelte.ts'
import { dialogs } from '../shell/dialogs.svelte.ts'
import { PREFERENCES, preferences } from '../shell/preferences.svelte.ts'
import { SCREEN_ICONS } from '../shell/screen-icons.ts'
import { MAIN_SCREENS, MORE_SCREENS } from '../shell/screens.ts'
import { shortcuts } from '../shortcuts/shortcuts.svelte.ts'
import type { PaletteItem } from './palette-item.ts'

/** What this screen offers besides. */
export const commandItems = (): PaletteItem[] =>
  shortcuts.commands().map(({ id, shortcut: { words, keys }, run: act }) => ({
    ...{ id, group: 'here', words, act },
    ...(keys[0] !== undefined && { keys: keys[0] }),
  }))

export const screenItems = (): PaletteItem[] =>
  [...MAIN_SCREENS, ...MORE_SCREENS]
    .filter(({ href }) => me.lacksScreen(href) === null)
    .map(({ href, label, key }) => ({
      ...{ id: `screen.${href}`, group: 'screens', words: label, icon: SCREEN_ICONS[href], href },
      keys: `g ${key}`,
    }))

/** A service to open, and what can be done with it. */
export function serviceItems(service: Service): PaletteItem[] {
  const { id, name, protocol, tags, listen, state } = service
  const addresses = listen.map(formatListen)
  const open: PaletteItem = {
    ...{ id: `service.${id}`, group: 'services', words: name, icon: IconServer, state },
    note: protocol,
    more: [protocol, ...tags, ...addresses].join(' '),
    href: `/services/${id}`,
  }
  const can: ActionKind[] = canStop(service) ? ['stop', 'restart'] : ['start']
  return [open, ...can.map((kind) => actionItem(service, kind))]
}

const VERBS = { start: 'Start', stop: 'Stop', restart: 'Restart' }
const ICONS = { start: IconPlay, stop: IconStop, restart: IconRestart }

function actionItem(service: Service, kind: ActionKind): PaletteItem {
  return {
    ...{ id: `${kind}.${service.id}`, group: 'services', words: `${VERBS[kind]} ${service.name}` },
    ...{ icon: ICONS[kind], state: service.state, onlyTyped: true },
    refusal: me.lacks('operator') ?? refusal(service, kind),
    work: async () => void (await performAction(kind, service.id)),
  }
}

export function protocolItems(protocols: readonly Protocol[]): PaletteItem[] {
  if (me.lacksScreen('/services/new') !== null) return []
  return protocols.flatMap(({ id, title, presets }) => [
    newService(`/services/new?protocol=${id}`, title, id),
    ...presets.map((preset) =>
      newService(`/services/new?protocol=${id}&preset=${preset.id}`, `${title}: ${preset.title}`, id),
    ),
  ])
}

const newService = (href: string, title: string, more: string): PaletteItem => ({
  ...{ id: `new.${href}`, group: 'create', words: `New service: ${title}`, icon: IconPlus, href, more },
  onlyTyped: true,
})

export const actionItems = (): PaletteItem[] => [
  ...PREFERENCES.theme.map((theme): PaletteItem => ({
    ...{ id: `theme.${theme}`, group: 'actions', words: THEMES[theme], icon: IconTheme },
    ...(preferences.get('theme') === theme && { note: 'now' }),
    act: () => {
      preferences.set('theme', theme)
    },
  })),
  {
    ...{ id: 'help', group: 'actions', words: 'Keyboard shortcuts', icon: IconKeyboard, keys: '?' },
    act: () => {
      dialogs.show('help')
    },
  },
  { id: 'account', group: 'actions', words: 'Account', icon: IconAccount, href: '/account' },
  { id: 'leave', group: 'actions', words: 'Sign out', icon: IconSignOut, work: () => entrance.leave() },
]

const THEMES = { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' }
