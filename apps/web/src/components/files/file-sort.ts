export type FileSortKey = 'name' | 'bytes' | 'service' | 'receivedAt'

/** `down`: the last, or largest, comes first. */
export type FileSort = { key: FileSortKey; down: boolean }

export const FILE_SORT_WORDS: Record<FileSortKey, string> = {
  name: 'Name',
  bytes: 'Size',
  service: 'Service',
  receivedAt: 'Received',
}

const NEWEST_FIRST: FileSort = { key: 'receivedAt', down: true }

/** Reads `-bytes`, as the API writes it; what is no order is the newest first. */
export function parseFileSort(text: string | null): FileSort {
  const key = text?.replace(/^-/, '') ?? ''
  return key in FILE_SORT_WORDS
    ? { key: key as FileSortKey, down: text?.startsWith('-') ?? false }
    : NEWEST_FIRST
}

/** For API and address; null for the newest first, which stays out of both. */
export function formatFileSort({ key, down }: FileSort): string | null {
  const text = `${down ? '-' : ''}${key}`
  return text === '-receivedAt' ? null : text
}

/** What a press on a column's head asks for: sizes and times begin with the largest. */
export function nextFileSort(sort: FileSort, key: FileSortKey): FileSort {
  const large = key === 'bytes' || key === 'receivedAt'
  return { key, down: sort.key === key ? !sort.down : large }
}
