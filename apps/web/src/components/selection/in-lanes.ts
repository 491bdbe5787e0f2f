type Work<Item> = {
  /** How many at once. */
  lanes: number
  work: (item: Item) => Promise<void>
  /** After each one, with what went wrong. */
  settled: (item: Item, error: unknown) => void
  /** Asked before each one. */
  cancelled: () => boolean
}

/** Works through the items, some at once, until all are done or it is cancelled; what has begun is finished. */
export async function inLanes<Item>(items: readonly Item[], { lanes, work, settled, cancelled }: Work<Item>) {
  const waiting = items.values()
  async function lane() {
    for (const item of waiting) {
      if (cancelled()) return
      const error = await work(item).then(
        () => null,
        (problem: unknown) => problem ?? new Error('It failed.'),
      )
      settled(item, error)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
