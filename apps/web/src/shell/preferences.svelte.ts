import { SvelteMap } from 'svelte/reactivity'
import { keep, kept, keyOf } from './kept.ts'

/** How somebody likes the dashboard, in this browser. The first choice is the default. */
export const PREFERENCES = {
  theme: ['system', 'light', 'dark'],
  /** `system` is the first of the browser's languages that there is; takes effect when the page is loaded again. */
  language: ['system', 'en', 'de', 'zh-Hans'],
  /** Rows of 28 or of 36 pixels. */
  density: ['compact', 'comfortable'],
  /** The time zone of everything that is shown and asked for. */
  times: ['local', 'utc'],
  /** `locale` counts hours as the browser's language does. */
  hours: ['24', 'locale'],
  /** `system` follows `prefers-reduced-motion`. */
  motion: ['system', 'reduced'],
  /** Shortcuts of one key, such as `/`; those with Ctrl or ⌘ always work. */
  shortcuts: ['on', 'off'],
  /** The program that the page of a service shows to try it with. */
  client: ['nc', 'socat', 'python', 'powershell', 'node'],
} as const

export type PreferenceName = keyof typeof PREFERENCES
export type Preference<Name extends PreferenceName> = (typeof PREFERENCES)[Name][number]

const NAMES = Object.keys(PREFERENCES) as PreferenceName[]

/** What the styles know, as `data-…` of the document. */
const STYLED: readonly PreferenceName[] = ['theme', 'density', 'motion']

class Preferences {
  readonly #chosen = new SvelteMap<PreferenceName, string>()

  constructor() {
    for (const name of NAMES) this.#chosen.set(name, valid(name, kept(name)))
  }

  get<Name extends PreferenceName>(name: Name): Preference<Name> {
    return this.#chosen.get(name) as Preference<Name>
  }

  /** Takes effect at once, here and in the browser's other tabs, and for next time. */
  set<Name extends PreferenceName>(name: Name, choice: Preference<Name>): void {
    keep(name, choice === PREFERENCES[name][0] ? null : choice)
    this.#apply(name, choice)
  }

  /** Follows what is chosen in other tabs. Returns how to stop. */
  listen(): () => void {
    const onstorage = ({ key }: StorageEvent) => {
      for (const name of NAMES)
        if (key === null || key === keyOf(name)) this.#apply(name, valid(name, kept(name)))
    }
    addEventListener('storage', onstorage)
    return () => removeEventListener('storage', onstorage)
  }

  #apply(name: PreferenceName, choice: string): void {
    this.#chosen.set(name, choice)
    if (STYLED.includes(name)) document.documentElement.dataset[name] = choice
  }
}

const valid = (name: PreferenceName, saved: string | null): string =>
  PREFERENCES[name].find((choice) => choice === saved) ?? PREFERENCES[name][0]

export const preferences = new Preferences()
