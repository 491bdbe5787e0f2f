import { handleOf } from '../shortcuts/table-rows.ts'

/** What had the focus, and the rows around it as they were then. */
type Held = { element: HTMLElement; row: Element | null; siblings: Element[] }

/**
 * When what has the focus vanishes, as the row of a connection that ends, the keyboard goes on at the next row, at the
 * one before, or at the heading; a browser would begin anew at the top of the page. An attachment of `main`.
 */
export function keepFocus(main: HTMLElement): () => void {
  let held: Held | null = null

  const onfocusin = ({ target }: FocusEvent) => {
    held = target instanceof HTMLElement && main.contains(target) ? hold(target) : null
  }
  const onpointerdown = ({ target }: PointerEvent) => {
    if (!(target instanceof Node && held?.element.contains(target))) held = null
  }
  const observer = new MutationObserver(() => {
    if (held === null || held.element.isConnected) return
    const lost = held
    held = null
    // Whoever took it away may have a better place for the focus.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) goOn(lost, main)
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

function hold(element: HTMLElement): Held {
  const row = element.closest('tr, li')
  return { element, row, siblings: [...(row?.parentElement?.children ?? [])] }
}

function goOn({ row, siblings }: Held, main: HTMLElement): void {
  const at = row === null ? -1 : siblings.indexOf(row)
  const nearest = at === -1 ? [] : [...siblings.slice(at), ...siblings.slice(0, at).reverse()]
  const handles = nearest.map((sibling) => (sibling.isConnected ? handleOf(sibling) : null))
  const handle = handles.find((one) => one !== null)
  if (handle) handle.focus()
  else main.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
}
