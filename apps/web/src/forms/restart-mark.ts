import { getContext, setContext } from 'svelte'

type Waits = (path: string) => boolean

const KEY = Symbol('waits for a restart')

/** Marks, in the forms below a component, the settings for which `waits` is true. */
export const markRestarts = (waits: Waits): void => void setContext(KEY, waits)

/** Whether a setting takes effect with the next restart only, by its path. */
export const waitsForRestart = (): Waits => getContext<Waits | undefined>(KEY) ?? (() => false)
