/** Where the choices made in this browser are kept, the latest first. */
const KEY = 'switchboard.palette'
const KEPT = 5

export function recentChoices(): string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(saved) ? saved.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function rememberChoice(id: string): void {
  const others = recentChoices().filter((one) => one !== id)
  localStorage.setItem(KEY, JSON.stringify([id, ...others].slice(0, KEPT)))
}
