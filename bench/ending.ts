/** What has to be put away even when the run is interrupted: processes, folders. The newest goes first. */
const duties = new Set<() => void>()

/** Calls `duty` when the process ends, unless the answered function takes it back before. */
export function atEnd(duty: () => void): () => void {
  duties.add(duty)
  return () => duties.delete(duty)
}

process.on('exit', () => [...duties].reverse().forEach((duty) => duty()))

/** Ctrl-C ends the run, and does the duties. */
export function endOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
}
