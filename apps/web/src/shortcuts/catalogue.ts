import { MAIN_SCREENS, MORE_SCREENS } from '../shell/screens.ts'

/** `keys` that do the same, as `key.ts` names them; a blank stands between keys pressed one after the other. */
export type Shortcut = {
  keys: readonly string[]
  words: string
  /** A key that is held down does it again and again. */
  repeats?: true
  /** It makes sense without a row or field in hand, so that the command palette offers it, too. */
  command?: true
}

/** Shortcuts that are active together. */
export type Scope = { title: string; shortcuts: Record<string, Shortcut> }

// Names of keys that are words of the dashboard, too, and are not to be translated here.
// @wc-ignore
const [SPACE, HOME, END] = ['Space', 'Home', 'End'] as const

const go = Object.fromEntries(
  [...MAIN_SCREENS, ...MORE_SCREENS].map(({ key, label, href }) => [
    href,
    { keys: [`g ${key}`], words: label },
  ]),
)

/** Every shortcut of the dashboard. A screen says with `useShortcuts` what those of a scope do there. */
export const SCOPES = {
  everywhere: {
    title: 'Everywhere',
    shortcuts: {
      palette: { keys: ['Mod+k'], words: 'Open the command palette' },
      help: { keys: ['?'], words: 'Show the keyboard shortcuts' },
      create: { keys: ['n'], words: 'New service' },
    },
  },
  go: { title: 'Go to', shortcuts: go },
  filter: {
    title: 'Filter and search',
    shortcuts: {
      enter: { keys: ['/'], words: 'Type a filter', command: true },
      leave: { keys: ['Escape'], words: 'Leave the field' },
    },
  },
  list: {
    title: 'Rows of a table',
    shortcuts: {
      next: { keys: ['j', 'ArrowDown'], words: 'Next row', repeats: true },
      previous: { keys: ['k', 'ArrowUp'], words: 'Previous row', repeats: true },
      open: { keys: ['Enter'], words: 'Open the row' },
    },
  },
  selection: {
    title: 'Selection',
    shortcuts: { toggle: { keys: ['x'], words: 'Select the row, or no longer' } },
  },
  export: {
    title: 'Export',
    shortcuts: { choose: { keys: ['e'], words: 'Save what is shown as a file', command: true } },
  },
  connections: {
    title: 'Connections',
    shortcuts: { kill: { keys: ['Shift+Delete'], words: 'Kill the connection, after a question' } },
  },
  files: {
    title: 'Files',
    shortcuts: { remove: { keys: ['Shift+Delete'], words: 'Delete the file, after a question' } },
  },
  cells: {
    title: 'Filter by a row',
    shortcuts: { menu: { keys: ['m'], words: 'Only this, or not this: menu of the row' } },
  },
  log: {
    title: 'Live log',
    shortcuts: {
      next: { keys: ['j', 'ArrowDown'], words: 'Next entry', repeats: true },
      previous: { keys: ['k', 'ArrowUp'], words: 'Previous entry', repeats: true },
      pageDown: { keys: ['PageDown'], words: 'One page down', repeats: true },
      pageUp: { keys: ['PageUp'], words: 'One page up', repeats: true },
      first: { keys: [HOME], words: 'First entry' },
      inspect: { keys: ['Enter'], words: 'Inspect the entry' },
      close: { keys: ['Escape'], words: 'Close the inspector' },
      select: { keys: ['x'], words: 'Select the entry, or no longer' },
      pause: { keys: [SPACE], words: 'Pause, or go on following', command: true },
      follow: { keys: ['f', END], words: 'Follow the latest entries', command: true },
      clear: { keys: ['c'], words: 'Clear the log, or undo that', command: true },
    },
  },
} as const satisfies Record<string, Scope>

export type ScopeName = keyof typeof SCOPES

/** What the shortcuts of a scope are called. */
export type ActionOf<Name extends ScopeName> = keyof (typeof SCOPES)[Name]['shortcuts'] & string
