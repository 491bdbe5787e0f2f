const KEY = 'switchboard.draft.'

/** What was typed and not sent, by thread, until this tab is closed. */
export const readDraft = (thread: string) => sessionStorage.getItem(KEY + thread) ?? ''

export function keepDraft(thread: string, text: string): void {
  if (text === '') return sessionStorage.removeItem(KEY + thread)
  try {
    sessionStorage.setItem(KEY + thread, text)
  } catch {
    // The browser has no room for it: the draft stays on the screen, it does not outlive it.
  }
}
