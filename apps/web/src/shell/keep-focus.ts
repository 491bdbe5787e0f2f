import { handleOf } from '../shortcuts/table-rows.ts'

/** What had the focus; where it stood, from the inside out; and the rows around it as they were then. */
type Held = { element: HTMLElement; around: Element[]; row: Element | null; siblings: Element[] }

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]'

/**
 * When what has the focus vanishes, as the row of a connection that ends, the keyboard goes on at the next row, at the
 * one before, or at what is left around it; a browser would have nothing to show. What is marked `data-own-focus` sees
 * to it itself. An attachment of `main`.
 */
export function keepFocus(main: HTMLElement): () => void {
  let held: Held | null = null

  const onfocusin = ({ target }: FocusEvent) => {
    held = target instanceof HTMLElement && main.contains(target) ? hold(target, main) : null
  }
  const onpointerdown = ({ target }: PointerEvent) => {
    if (!(target instanceof Node && held?.element.contains(target))) held = null
  }
  const observer = new MutationObserver(() => {
    if (held === null || held.element.isConnected) return
    const lost = held
    held = null
    if (lost.around.some((one) => one.hasAttribute('data-own-focus'))) return
    // Whoever took it away may have a better place for the focus.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) successor(lost)?.focus({ preventScroll: true })
    })
  })

  document.addEventListener('focusin', onfocusin)
  document.addEventListener('pointerdown', onpointerdown)
  observer.observe(main, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', onfocusin)
    document.removeEventListener('pointerdown', onpointerdown)
    observer.disconnect()
  }
}

function hold(element: HTMLElement, main: HTMLElement): Held {
  const row = element.closest('tr, li')
  const around: Element[] = []
  for (let one = element.parentElement; one && main.contains(one); one = one.parentElement) around.push(one)
  return { element, around, row, siblings: [...(row?.parentElement?.children ?? [])] }
}

function successor({ around, row, siblings }: Held): HTMLElement | null {
  const at = row === null ? -1 : siblings.indexOf(row)
  const nearest = at === -1 ? [] : [...siblings.slice(at), ...siblings.slice(0, at).reverse()]
  for (const sibling of nearest) {
    const handle = sibling.isConnected ? handleOf(sibling) : null
    if (handle) return handle
  }
  for (const place of around) {
    const first = place.isConnected ? firstIn(place) : undefined
    if (first) return first
  }
  return null
}

const firstIn = (place: Element) =>
  [...place.querySelectorAll<HTMLElement>(FOCUSABLE)].find((one) => one.checkVisibility())
