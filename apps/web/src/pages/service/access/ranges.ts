import type { Service } from '@switchboard/contract'
import { parseRange, proveMembership } from './network-proof.ts'

/** A range of a service's access rules, or a ban, seen from one address. */
export type RangeRow = { kind: 'allow' | 'deny' | 'ban'; range: string; bits: number; contains: boolean }

/** In the order in which the server looks: a ban that has decided, then the most specific, and of two equally specific ones deny. */
export function rangesFor(
  { allow, deny }: Service['access'],
  address: string,
  ban: string | null = null,
): RangeRow[] {
  const row = (kind: RangeRow['kind']) => (range: string) => ({
    kind,
    range,
    bits: parseRange(range)?.bits ?? 0,
    contains: proveMembership(address, range)?.contains ?? false,
  })
  const rules = [...deny.map(row('deny')), ...allow.map(row('allow'))].toSorted((a, b) => b.bits - a.bits)
  return ban === null ? rules : [row('ban')(ban), ...rules]
}
