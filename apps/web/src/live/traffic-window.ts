import type { ServiceRates } from '@switchboard/contract'

/** Bytes per second by service, the newest last. */
export type Traffic = ReadonlyMap<string, readonly (number | null)[]>

export const WINDOW_SECONDS = 60

/** One second later: those of `rates` carried something in it, the others nothing. Who is quiet for a minute goes. */
export function nextSecond(traffic: Traffic, rates: Record<string, ServiceRates>): Traffic {
  const next = new Map<string, readonly (number | null)[]>()
  for (const id of new Set([...traffic.keys(), ...Object.keys(rates)])) {
    const { bytesIn = 0, bytesOut = 0 } = rates[id] ?? {}
    const values = [...(traffic.get(id) ?? []), bytesIn + bytesOut].slice(-WINDOW_SECONDS)
    if (values.some(Boolean)) next.set(id, values)
  }
  return next
}

/** As the manager tells of the last minute. */
export const trafficOf = (recent: Record<string, (number | null)[]>): Traffic =>
  new Map(Object.entries(recent))
