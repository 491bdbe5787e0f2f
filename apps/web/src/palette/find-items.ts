import { GROUPS, type Group, type PaletteItem } from './palette-item.ts'
import { score } from './score.ts'

/** Of each group; screens, which are few, all. */
const SHOWN = 7

export type ItemGroup = { group: Group; title: string; items: PaletteItem[] }

type Meanings = {
  items: readonly PaletteItem[]
  /** They go before everything that is only called like what was typed. */
  isSure: boolean
}

/**
 * What the palette shows: recent choices and the rest in their usual order while nothing is typed; then what fits,
 * the best of each group first, and the group with the best before the others. What was chosen lately wins a tie.
 * `meanings` are what the typed text could be besides a name.
 */
export function findItems(
  typed: string,
  items: readonly PaletteItem[],
  recent: readonly string[],
  meanings: Meanings = { items: [], isSure: false },
): ItemGroup[] {
  if (typed.trim() === '') return usual(items, recent)
  const found = groupsOf(fitting(typed, items, recent))
  const meant = toGroup('typed', meanings.items)
  return meanings.isSure ? [...meant, ...found] : [...found, ...meant]
}

function usual(items: readonly PaletteItem[], recent: readonly string[]): ItemGroup[] {
  const again = recent.flatMap((id) => items.filter((item) => item.id === id))
  const rest = items.filter((item) => !item.onlyTyped && !recent.includes(item.id))
  return [...toGroup('recent', again), ...groupsOf(rest)]
}

function fitting(typed: string, items: readonly PaletteItem[], recent: readonly string[]): PaletteItem[] {
  const age = ({ id }: PaletteItem) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return items
    .flatMap((item) => {
      const fit = score(typed, item.words, item.more)
      return fit === null ? [] : [{ item, fit }]
    })
    .sort((a, b) => b.fit - a.fit || age(a.item) - age(b.item))
    .map(({ item }) => item)
}

/** In the order in which the first of each group comes. */
function groupsOf(items: readonly PaletteItem[]): ItemGroup[] {
  const order = [...new Set(items.map(({ group }) => group))]
  return order.flatMap((group) =>
    toGroup(
      group,
      items.filter((item) => item.group === group),
    ),
  )
}

const toGroup = (group: Group, items: readonly PaletteItem[]): ItemGroup[] =>
  items.length === 0
    ? []
    : [{ group, title: GROUPS[group], items: items.slice(0, group === 'screens' ? undefined : SHOWN) }]
