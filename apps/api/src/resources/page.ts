import type { Page } from '@switchboard/contract'

/** Makes a page of up to `limit` items out of one item more than that, if there is one. */
export function pageOf<Item>(oneMore: Item[], limit: number, key: (item: Item) => string): Page<Item> {
  const items = oneMore.slice(0, limit)
  const last = items.at(-1)
  return { items, next: oneMore.length > limit && last !== undefined ? key(last) : null }
}
