/** Counts by connection; those at zero are left out. */
export type Counts = ReadonlyMap<string, number>

export const NO_COUNTS: Counts = new Map()

/** The counts after the feed has told of some; a later one takes the place of an earlier one. */
export function countsWith(known: Counts, told: Record<string, number>): Counts {
  const all = new Map([...known, ...Object.entries(told)])
  for (const [id, count] of all) if (count === 0) all.delete(id)
  return all
}
