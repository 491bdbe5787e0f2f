import { CLIENT_NAMES } from '../../../components/snippet.ts'
import { LANGUAGES } from '../../../language/language.ts'
import type { Preference, PreferenceName } from '../../../shell/preferences.svelte.ts'

type Words<Name extends PreferenceName> = {
  label: string
  help: string
  choices: Record<Preference<Name>, string>
}

/** What each preference is called. */
export const PREFERENCE_WORDS: { [Name in PreferenceName]: Words<Name> } = {
  theme: {
    label: 'Theme',
    help: '',
    choices: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
  language: {
    label: 'Language',
    help: 'Loads the page again; other open tabs follow when they are loaded again.',
    choices: { system: 'As the browser', ...LANGUAGES },
  },
  density: {
    label: 'Rows',
    help: 'How high the rows of tables and of the journal are. On phones they are cards.',
    choices: { compact: 'Compact', comfortable: 'Comfortable' },
  },
  times: {
    label: 'Time zone',
    help: 'Holds for days that you choose, too. Access times of services are always those of the machine.',
    choices: { local: 'Of this browser', utc: 'UTC' },
  },
  hours: {
    label: 'Hours',
    help: '',
    choices: { '24': '24 hours', locale: 'As in my language' },
  },
  motion: {
    label: 'Motion',
    help: 'Reduced: nothing glides or blinks.',
    choices: { system: 'As the system', reduced: 'Reduced' },
  },
  shortcuts: {
    label: 'Single-key shortcuts',
    help: 'Switch them off if you dictate, or press keys by accident. Those with Ctrl or ⌘, arrows and Esc stay.',
    choices: { on: 'On', off: 'Off' },
  },
  client: {
    label: 'Examples',
    help: 'The program that a service’s page shows first to try the service with.',
    choices: CLIENT_NAMES,
  },
}

/** In the order in which they are shown. */
export const SHOWN: readonly PreferenceName[] = [
  'theme',
  'language',
  'density',
  'motion',
  'times',
  'hours',
  'shortcuts',
  'client',
]

/** What a search looks for in one. */
export const textOfPreference = ({
  label,
  help,
  choices,
}: {
  label: string
  help: string
  choices: object
}) => [label, help, ...Object.values(choices)].join(' ')
