/**
 * The next message; undefined when the peer has ended its side, or sent nothing for `timeoutMs` milliseconds
 * (null: wait for as long as it takes).
 */
export async function nextWithin(
  messages: AsyncIterator<Buffer>,
  timeoutMs: number | null,
): Promise<Buffer | undefined> {
  if (timeoutMs === null) return (await messages.next()).value
  const { promise: silence, resolve } = Promise.withResolvers<{ value: undefined }>()
  const timer = setTimeout(() => resolve({ value: undefined }), timeoutMs)
  try {
    return (await Promise.race([messages.next(), silence])).value
  } finally {
    clearTimeout(timer)
  }
}
