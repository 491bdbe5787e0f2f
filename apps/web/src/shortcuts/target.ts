import { dialogs } from '../shell/dialogs.svelte.ts'

const TEXT = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]'
const NO_TEXT = ['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'color', 'range', 'image']

/** Whether keys pressed here are text, or choose by their first letter. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NO_TEXT.includes(target.type)
  return target.closest(TEXT) !== null
}

/** Whether what has the focus does something with this key itself: a button with Enter, a slider with an arrow. */
export function actsByItself(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (name === 'Enter' || name === 'Space')
    return target.matches('a[href], button, summary, input, [role="menuitem"], [role="option"]')
  return target instanceof HTMLInputElement && /^(Arrow|Page|Home|End)/.test(name)
}

/** Whether something lies over the screen that has the keys for itself. */
export function underCover(target: EventTarget | null): boolean {
  // A dialog whose code is on its way has the keys, too.
  if (dialogs.open !== null) return true
  if (target instanceof Element && target.closest('dialog, [popover]')) return true
  return document.querySelector('dialog:modal') !== null
}
