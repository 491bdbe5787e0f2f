import { noStats, sumStats, type ServiceStats } from '@switchboard/netcore'
import type { ConfiguredService } from '../resources/services/service-registry.ts'

/** What a series is told apart by. */
export type ServiceLabels = { service: string; protocol: string }

type Series = ServiceLabels & { finished: ServiceStats }

type Followed = { name: string; series: Series; running: ConfiguredService['running']; before: ServiceStats }

/** Services beyond so many names are counted together, so that no script that makes services fills the memory. */
const MOST_SERIES = 2000
/** What they are counted as, together with services that are gone. */
export const OTHERS: ServiceLabels = { service: '(others)', protocol: '(others)' }

/**
 * What services have carried since the manager started, by name and protocol. No number ever falls and no series ever
 * ends: what was counted under a name stays there when its service is renamed or deleted, and one that takes the name
 * later counts on.
 */
export class TrafficTotals {
  readonly #most: number
  readonly #series = new Map<string, Series>()
  readonly #followed = new Map<string, Followed>()

  constructor(most = MOST_SERIES) {
    this.#most = most
  }

  /** A service is there, perhaps under another name than before. */
  note({ settings: { id, name, protocol }, running }: ConfiguredService): void {
    const known = this.#followed.get(id)
    if (known?.name === name) return
    this.forget(id)
    const before = known ? running.totals : noStats()
    this.#followed.set(id, { name, series: this.#seriesOf(name, protocol), running, before })
  }

  /** The service is gone; what it has carried stays. */
  forget(id: string): void {
    const followed = this.#followed.get(id)
    if (!followed) return
    followed.series.finished = sumOf(followed)
    this.#followed.delete(id)
  }

  labelsOf(id: string): ServiceLabels | undefined {
    return this.#followed.get(id)?.series
  }

  read(): (ServiceLabels & { totals: ServiceStats })[] {
    const totals = new Map(Array.from(this.#series.values(), (series) => [series, series.finished]))
    for (const { series, running, before } of this.#followed.values()) {
      totals.set(series, sumStats([totals.get(series) ?? noStats(), growth(before, running.totals)]))
    }
    return Array.from(totals, ([{ service, protocol }, sum]) => ({ service, protocol, totals: sum }))
  }

  #seriesOf(name: string, protocol: string): Series {
    const isKnown = this.#series.has(keyOf(name, protocol)) || this.#series.size < this.#most
    const labels = isKnown ? { service: name, protocol } : OTHERS
    const key = keyOf(labels.service, labels.protocol)
    const series = this.#series.get(key) ?? { ...labels, finished: noStats() }
    this.#series.set(key, series)
    return series
  }
}

const keyOf = (name: string, protocol: string) => `${protocol} ${name}`

const sumOf = ({ series, running, before }: Followed) =>
  sumStats([series.finished, growth(before, running.totals)])

function growth(before: ServiceStats, now: ServiceStats): ServiceStats {
  const grown = { ...now }
  for (const key of Object.keys(grown) as (keyof ServiceStats)[]) grown[key] -= before[key]
  return grown
}
