/** What of a keyboard event decides which shortcut it is. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** On a Mac ⌘ does what Ctrl does elsewhere; there, Ctrl belongs to the text field. */
export const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform)

/**
 * The name of what was pressed, as the catalogue writes it: `j`, `?`, `Space`, `Shift+Delete`, `Mod+k`.
 * null for everything with Alt, or with the other one of Ctrl and ⌘: that belongs to browser and system.
 */
export function nameOfPress(press: Press, mac: boolean): string | null {
  if (press.altKey || (mac ? press.ctrlKey : press.metaKey)) return null
  const mod = mac ? press.metaKey : press.ctrlKey
  return `${mod ? 'Mod+' : ''}${nameWithShift(press)}`
}

/** A sign says by itself whether it takes Shift: `?`. Caps Lock makes no difference. */
function nameWithShift({ key, shiftKey }: Press): string {
  if (key.length === 1 && key !== ' ') return shiftKey ? key : key.toLowerCase()
  return `${shiftKey ? 'Shift+' : ''}${key === ' ' ? 'Space' : key}`
}

/** Whether a shortcut is made of signs alone, as they occur in speech input and by accident (WCAG 2.1.4). */
export const isSingleKey = (keys: string) =>
  keys.split(' ').every((name) => name.length === 1 || name === 'Space')

const CAPS: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Delete: 'Del',
  Escape: 'Esc',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
}

/** The caps of the keys to press, one after the other or together: `Shift+Delete` → `Shift`, `Del`. */
export function capsOf(keys: string, mac: boolean): string[] {
  return keys.split(/[ +]/).map((name) => {
    if (name === 'Mod') return mac ? '⌘' : 'Ctrl'
    return CAPS[name] ?? (name.length === 1 && keys.includes('+') ? name.toUpperCase() : name)
  })
}
