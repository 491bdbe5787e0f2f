/**
 * Puts `newer` items (newest first) before `known` ones, each once. `touching` says whether the two certainly have no
 * hole between them: without, and when nothing is shared, the known ones would stand behind a hole and are let go.
 */
export function addNewest<Item extends { id: string }>(
  known: readonly Item[],
  newer: readonly Item[],
  touching: boolean,
): Item[] {
  const ids = new Set(known.map(({ id }) => id))
  const fresh = newer.filter(({ id }) => !ids.has(id))
  const isWhole = touching || fresh.length < newer.length
  return isWhole ? [...fresh, ...known] : [...newer]
}
