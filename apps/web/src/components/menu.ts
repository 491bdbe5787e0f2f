/** Pixels that a menu keeps from the edges of the window. */
const EDGE = 8

/** A point of the window, in pixels; where there is no room beneath it, a menu stands on the height `above`. */
export type Place = { x: number; y: number; above?: number }

/** Puts a menu with its corner at a point, as far as it fits there. */
export function placeMenu(menu: HTMLElement, { x, y, above = y }: Place): void {
  const { width, height } = menu.getBoundingClientRect()
  const fits = y + height + EDGE <= innerHeight
  menu.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - width - EDGE))}px`
  menu.style.top = `${Math.max(EDGE, fits ? y : above - height)}px`
}

/** Below or above an element, a little away from its left edge. */
export function besides(element: Element, left = 0): Place {
  const box = element.getBoundingClientRect()
  return { x: box.left + left, y: box.bottom, above: box.top }
}

const STEPS: Record<string, { line: number; place: number }> = {
  ArrowDown: { line: 1, place: 0 },
  ArrowUp: { line: -1, place: 0 },
  ArrowRight: { line: 0, place: 1 },
  ArrowLeft: { line: 0, place: -1 },
}

/**
 * Moves the focus in a menu whose lines hold one item or several side by side: with arrows around its ends, with Home
 * and End to them. Answers whether the key does so.
 */
export function stepInMenu(menu: HTMLElement | undefined, key: string): boolean {
  const lines = linesOf(menu)
  const step = STEPS[key]
  if (key === 'Home') lines[0]?.[0]?.focus()
  else if (key === 'End') lines.at(-1)?.at(0)?.focus()
  else if (step) itemFrom(lines, step)?.focus()
  else return false
  return true
}

function itemFrom(lines: HTMLElement[][], step: { line: number; place: number }): HTMLElement | undefined {
  const at = lines.findIndex((line) => line.some((item) => item === document.activeElement))
  const place = lines[at]?.findIndex((item) => item === document.activeElement) ?? 0
  const line = lines[(at + step.line + lines.length) % lines.length] ?? []
  return line[Math.max(0, Math.min(place + step.place, line.length - 1))]
}

/** Items side by side share a parent that is no menu. */
function linesOf(menu: HTMLElement | undefined): HTMLElement[][] {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
  const lines = new Map<Element, HTMLElement[]>()
  for (const item of items) {
    const line = item.parentElement === menu ? item : (item.parentElement ?? item)
    lines.set(line, [...(lines.get(line) ?? []), item])
  }
  return [...lines.values()]
}
