/** What an operator says. */
export type OperatorMessage = {
  data: Buffer
  /** Who it is, as far as anybody knows. */
  operator: string | null
  /** Whether it goes to everybody on the service. */
  toAll: boolean
}

/** An operator's message is at most so long (bytes). */
export const OPERATOR_MESSAGE_BYTES = 65_536

/**
 * What became of it: `sent`; `slow`, not sent because the caller still has earlier bytes to take; `withheld`, not sent
 * because a rule of UDP forbids it; `busy`, not sent because the journal is behind; `closed`: nobody is there any more;
 * `mute`: the protocol lets no operator speak.
 */
export type SayOutcome = 'sent' | 'slow' | 'withheld' | 'busy' | 'closed' | 'mute'

/** How often each outcome came about when an operator spoke to all; an outcome that is missing did not. */
export type SayTally = Partial<Record<SayOutcome, number>>

/** Counts how often each outcome came about. */
export function tallyOf(outcomes: Iterable<SayOutcome>): SayTally {
  const tally: SayTally = {}
  for (const outcome of outcomes) tally[outcome] = (tally[outcome] ?? 0) + 1
  return tally
}

/** The sum over the engines that carry a service. */
export function addTallies(tallies: SayTally[]): SayTally {
  const sum: SayTally = {}
  for (const tally of tallies) {
    for (const [outcome, count] of Object.entries(tally) as [SayOutcome, number][])
      sum[outcome] = (sum[outcome] ?? 0) + count
  }
  return sum
}
