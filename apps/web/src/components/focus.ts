import type { Attachment } from 'svelte/attachments'

/** Gives an element the focus when it is shown. */
export const focus: Attachment<HTMLElement> = (element) => {
  element.focus()
}
