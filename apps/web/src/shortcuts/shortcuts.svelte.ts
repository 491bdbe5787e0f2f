import { untrack } from 'svelte'
import { preferences } from '../shell/preferences.svelte.ts'
import { SCOPES, type ActionOf, type Scope, type ScopeName, type Shortcut } from './catalogue.ts'
import { isMac, isSingleKey, nameOfPress } from './key.ts'
import { actsByItself, takesText, underCover } from './target.ts'

/** What a shortcut does, by which of its keys. `false`: nothing here and now, so that others may have the key. */
export type Act = (keys: string) => boolean | void

export type Command = { id: string; shortcut: Shortcut; run: () => void }

type Active = { name: ScopeName; acts: Record<string, Act | undefined>; applies: () => boolean }

/** How long the second key of `g s` may take. */
const SEQUENCE_MS = 1500

/** The one place that listens to keys for the whole dashboard. What was added last is asked first. */
export class Shortcuts {
  #active: Active[] = []
  /** The first key of two, until the second one or the end of patience. */
  #begun: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Makes a scope active; `applies` says whether there is anything it could act on. Returns how to end it. */
  add<Name extends ScopeName>(
    name: Name,
    acts: Partial<Record<ActionOf<Name>, Act>>,
    applies: () => boolean = () => true,
  ): () => void {
    const active: Active = { name, acts, applies }
    this.#active = [active, ...this.#active]
    return () => (this.#active = this.#active.filter((one) => one !== active))
  }

  /** The scopes that could do something now. */
  activeScopes(): ScopeName[] {
    return this.#active.filter(({ applies }) => applies()).map(({ name }) => name)
  }

  /** What can be done on this screen without a row in hand. */
  commands(): Command[] {
    return this.#active
      .filter(({ applies }) => applies())
      .flatMap(({ name, acts }) =>
        Object.entries(acts).flatMap(([action, act]) => {
          const shortcut = shortcutOf(name, action)
          if (!shortcut?.command || !act) return []
          return [{ id: `${name}.${action}`, shortcut, run: () => void act(shortcut.keys[0] ?? '') }]
        }),
      )
  }

  /** Does what a key stands for, unless it is typed text or belongs to what has the focus. */
  press(event: KeyboardEvent): void {
    const name = this.#nameOf(event)
    if (name === null) return
    const begun = this.#begun
    this.#forget()
    if (begun === null && this.#begins(name)) return this.#await(name)
    const done = this.#act(begun === null ? name : `${begun} ${name}`, event.repeat)
    if (done || begun !== null) event.preventDefault()
  }

  /** null: the key is not for us. */
  #nameOf(event: KeyboardEvent): string | null {
    if (event.defaultPrevented || event.isComposing || underCover(event.target)) return null
    const name = isModifier(event.key) ? null : nameOfPress(event, isMac())
    if (name === null || actsByItself(event.target, name)) return null
    return takesText(event.target) && !name.startsWith('Mod+') ? null : name
  }

  /** Whether somebody has done something with the keys. */
  #act(keys: string, isRepeat: boolean): boolean {
    if (!singleKeys() && isSingleKey(keys)) return false
    return this.#active.some(({ name, acts }) =>
      Object.entries(acts).some(([action, act]) => {
        const shortcut = shortcutOf(name, action)
        if (!act || !shortcut?.keys.includes(keys)) return false
        return (isRepeat && !shortcut.repeats) || act(keys) !== false
      }),
    )
  }

  /** Whether another key may follow that makes a shortcut of both. */
  #begins(name: string): boolean {
    if (!singleKeys()) return false
    return this.#active.some((scope) =>
      Object.values<Shortcut>(SCOPES[scope.name].shortcuts).some(({ keys }) =>
        keys.some((one) => one.startsWith(`${name} `)),
      ),
    )
  }

  #await(name: string): void {
    this.#begun = name
    this.#timer = setTimeout(() => this.#forget(), SEQUENCE_MS)
  }

  #forget(): void {
    clearTimeout(this.#timer)
    this.#begun = null
  }
}

/** Whether keys without Ctrl or ⌘ that write a sign do something (WCAG 2.1.4). */
export const singleKeys = () => preferences.get('shortcuts') === 'on'

const shortcutOf = (name: ScopeName, action: string): Shortcut | undefined =>
  (SCOPES[name] as Scope).shortcuts[action]

const isModifier = (key: string) => ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'].includes(key)

export const shortcuts = new Shortcuts()

/** Makes a scope active as long as the component that calls this is on the screen. */
export function useShortcuts<Name extends ScopeName>(
  name: Name,
  acts: Partial<Record<ActionOf<Name>, Act>>,
  applies?: () => boolean,
): void {
  $effect(() => untrack(() => shortcuts.add(name, acts, applies)))
}
