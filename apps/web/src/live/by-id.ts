/** The items by their id; a later one takes the place of an earlier one, those in `gone` are left out. */
export function byId<Item extends { id: string }>(
  items: readonly Item[],
  gone: readonly string[] = [],
): ReadonlyMap<string, Item> {
  const map = new Map(items.map((item) => [item.id, item]))
  for (const id of gone) map.delete(id)
  return map
}
