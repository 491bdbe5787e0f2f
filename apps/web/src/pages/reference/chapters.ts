import type { Operation, Reference } from '../../api/reference.ts'

/** One operation with the address it is called at. */
export type Entry = { method: string; path: string; operation: Operation }
export type Chapter = { name: string; description: string; entries: Entry[] }

/** The operations by tag, of those in which every word of `search` occurs; chapters without any are left out. */
export function chaptersOf({ tags, paths }: Reference, search: string): Chapter[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const found = entries.filter((entry) => words.every((word) => textOf(entry).includes(word)))
  return tags
    .map((tag) => ({ ...tag, entries: found.filter(({ operation }) => operation.tags.includes(tag.name)) }))
    .filter((chapter) => chapter.entries.length > 0)
}

function textOf({ method, path, operation }: Entry): string {
  const { operationId, summary, description = '' } = operation
  return [method, path, operationId, summary, description, ...operation.tags].join(' ').toLowerCase()
}
