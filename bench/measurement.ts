import type { Bar, Verdict } from './bar.ts'
import type { Figure, Figures } from './figure.ts'
import type { RunningPeer } from './peer.ts'

/** One line of a table: a server, and how it is measured. */
export type Contender = {
  name: string
  /** Throws LeftOut where it cannot run here. */
  start(): Promise<RunningPeer>
  measure(running: RunningPeer): Promise<Figures>
  /** Asked once, after the last round. */
  check?(running: RunningPeer): Promise<Verdict>
}

/** One table of the report. */
export type Measurement = {
  /** What `--only` takes. */
  name: string
  title: string
  /** The columns; the first one is compared with bare Node's. */
  figures: readonly Figure[]
  contenders: readonly Contender[]
  bars: readonly Bar[]
  /** A new server for each round, where memory is measured; else one for all rounds, warmed up by a round that does not count. */
  startsAnew: boolean
}
