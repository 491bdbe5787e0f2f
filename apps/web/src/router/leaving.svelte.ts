/** Whether a screen has something that leaving it would lose, and where somebody wanted to go all the same. */
class Leaving {
  readonly #holds = new Set<symbol>()
  /** What was wanted and waits for an answer. */
  wanted = $state<string | null>(null)

  /** Keeps people on the screen until it is released. Returns how. */
  hold(): () => void {
    const hold = Symbol('unsaved')
    this.#holds.add(hold)
    addEventListener('beforeunload', stay)
    return () => {
      this.#holds.delete(hold)
      if (this.#holds.size === 0) removeEventListener('beforeunload', stay)
    }
  }

  /** Whether somebody may go; if not, they are asked. */
  allows(href: string): boolean {
    if (this.#holds.size === 0) return true
    this.wanted = href
    return false
  }

  /** Lets go of everything, because it may be lost. */
  release(): void {
    this.#holds.clear()
    removeEventListener('beforeunload', stay)
    this.wanted = null
  }
}

/** The browser asks in words of its own. */
const stay = (event: Event) => {
  event.preventDefault()
}

export const leaving = new Leaving()

/** For a component that edits: as long as `unsaved` is true, leaving its screen asks first. */
export function guardUnsaved(unsaved: () => boolean): void {
  $effect(() => (unsaved() ? leaving.hold() : undefined))
}
