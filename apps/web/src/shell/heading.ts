/**
 * Puts the focus on the heading of a screen, where reading and tabbing go on, as soon as there is one: its code or its
 * data may still be on their way. Whoever does something meanwhile keeps what they have. Returns how to stop waiting.
 */
export function focusHeading(main: HTMLElement): () => void {
  const observer = new MutationObserver(look)
  const stop = () => {
    observer.disconnect()
    removeEventListener('pointerdown', stop)
    document.removeEventListener('focusin', stop)
  }
  addEventListener('pointerdown', stop)
  document.addEventListener('focusin', stop)
  observer.observe(main, { childList: true, subtree: true })
  look()
  return stop

  function look() {
    // Focusing it ends the waiting.
    main.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }
}
