import type { Page } from '@switchboard/contract'

/** The most a page may hold. */
export const PAGE = 500

type Read<Item> = (query: { limit: number; before?: string }) => Promise<Page<Item>>

/** The newest `most` items of a list, page by page. With a filter, pages may be short and still have a next. */
export async function newest<Item>(most: number, read: Read<Item>): Promise<Item[]> {
  const items: Item[] = []
  for (let before: string | null | undefined; before !== null && items.length < most;) {
    const limit = Math.min(PAGE, most - items.length)
    const page = await read({ limit, ...(before !== undefined && { before }) })
    items.push(...page.items)
    before = page.next
  }
  return items
}

/** All of them. */
export const all = <Item>(read: Read<Item>): Promise<Item[]> => newest(Infinity, read)
