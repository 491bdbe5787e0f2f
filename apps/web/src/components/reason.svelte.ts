const SHOWN_MS = 4000

/** Why the button that was just pressed does nothing: fingers get no tooltip. */
class Reason {
  text = $state<string | null>(null)
  /** Below the edge of the button that is farther from the window's, in pixels of the window. */
  at = $state.raw({ x: 0, y: 0, toLeft: false })
  #timer: ReturnType<typeof setTimeout> | undefined

  tell(button: EventTarget | null, text: string): void {
    if (!(button instanceof HTMLElement)) return
    const { left, right, bottom } = button.getBoundingClientRect()
    const toLeft = left + right > innerWidth
    this.at = { x: toLeft ? right : left, y: bottom + 6, toLeft }
    this.text = text
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS)
  }

  hide(): void {
    this.text = null
  }
}

export const reason = new Reason()
