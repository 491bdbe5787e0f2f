import type { LiveRates, ServiceStats } from '@switchboard/contract'
import { noStats, sumStats } from '@switchboard/netcore'

/** How things stand: the newest `seq` of the journal, and what each service has counted since its last start. */
type Sample = { entries: number; services: { id: string; stats: ServiceStats }[] }

type Reader = (body: string) => void

const EVERY_MS = 1000

/** Tells totals and rates once a second, as the inside of a JSON object; nothing is counted for nobody. */
export class StatsHub {
  readonly #look: () => Sample
  readonly #readers = new Set<Reader>()
  #before: Sample & { at: number } = { entries: 0, services: [], at: 0 }
  #rates: LiveRates | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(look: () => Sample) {
    this.#look = look
  }

  /** As things stand now. Rates are those of the last second, null before there was one. */
  render(sample = this.#look()): string {
    const totals = sumStats(sample.services.map(({ stats }) => stats))
    return `"totals":${JSON.stringify(totals)},"rates":${JSON.stringify(this.#rates)}`
  }

  /** From now on `reader` is told every second. Answers the way to stop that. */
  follow(reader: Reader): () => void {
    this.#readers.add(reader)
    if (!this.#timer) this.#begin()
    return () => {
      this.#readers.delete(reader)
      if (this.#readers.size === 0) this.#stop()
    }
  }

  #begin(): void {
    this.#before = this.#sample()
    this.#timer = setInterval(() => this.#tick(), EVERY_MS).unref()
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#rates = null
  }

  #tick(): void {
    const sample = this.#sample()
    this.#rates = ratesOf(this.#before, sample, (sample.at - this.#before.at) / 1000)
    this.#before = sample
    const body = this.render(sample)
    for (const reader of this.#readers) reader(body)
  }

  /** Kept: services count on in their own object. */
  #sample(): Sample & { at: number } {
    const { entries, services } = this.#look()
    return {
      entries,
      services: services.map(({ id, stats }) => ({ id, stats: { ...stats } })),
      at: performance.now(),
    }
  }
}

function ratesOf(before: Sample, now: Sample, seconds: number): LiveRates {
  const known = new Map(before.services.map(({ id, stats }) => [id, stats]))
  const grown = sumStats(now.services.map(({ id, stats }) => growth(known.get(id) ?? noStats(), stats)))
  const perSecond = (count: number) => Math.round((count / seconds) * 10) / 10
  return {
    connections: perSecond(grown.totalConnections),
    refusedConnections: perSecond(grown.refusedConnections),
    bytesIn: perSecond(grown.bytesIn),
    bytesOut: perSecond(grown.bytesOut),
    messagesIn: perSecond(grown.messagesIn),
    messagesOut: perSecond(grown.messagesOut),
    entries: perSecond(now.entries - before.entries),
  }
}

/** A service that was started again counts from zero. */
function growth(before: ServiceStats, now: ServiceStats): ServiceStats {
  const grown = { ...now }
  for (const key of Object.keys(grown) as (keyof ServiceStats)[]) {
    if (now[key] >= before[key]) grown[key] = now[key] - before[key]
  }
  return grown
}
