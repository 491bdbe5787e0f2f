/** The ids from one row to another, whichever comes first; the second alone where the first is not listed. */
export function rangeOf(listed: readonly { id: string }[], from: string | null, to: string): string[] {
  const ids = listed.map(({ id }) => id)
  const [start, end] = [ids.indexOf(from ?? ''), ids.indexOf(to)]
  if (start === -1 || end === -1) return [to]
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1)
}
