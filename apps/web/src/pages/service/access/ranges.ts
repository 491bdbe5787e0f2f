import type { Service } from '@switchboard/contract'
import { parseRange, proveMembership } from './network-proof.ts'

/** A range of a service's access rules, seen from one address. */
export type RangeRow = { kind: 'allow' | 'deny'; range: string; bits: number; contains: boolean }

/** In the order in which the server looks: most specific first, and of two equally specific ones deny. */
export function rangesFor({ allow, deny }: Service['access'], address: string): RangeRow[] {
  const row = (kind: RangeRow['kind']) => (range: string) => ({
    kind,
    range,
    bits: parseRange(range)?.bits ?? 0,
    contains: proveMembership(address, range)?.contains ?? false,
  })
  return [...deny.map(row('deny')), ...allow.map(row('allow'))].toSorted((a, b) => b.bits - a.bits)
}
