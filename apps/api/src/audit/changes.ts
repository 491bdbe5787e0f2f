import { isDeepStrictEqual } from 'node:util'
import type { AuditChange } from '@switchboard/contract'

type Fields = Record<string, unknown>

/** Shown in the place of what is secret. */
const MASK = '•••'
const SECRET = /^(password|current|secret|token|code|recoveryCodes|authorization)$/

/** A row of the audit stays below some 64 KiB. */
const LONGEST_VALUE = 2000
const LONGEST_ALL = 60_000

/** A copy without secrets; null stays null, so that one that was kept is told from one that was given. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked)
  if (!isFields(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    SECRET.test(key) && inner !== null ? MASK : masked(inner),
  ])
  return Object.fromEntries(entries) as Fields
}

/**
 * What is different, field by field, one level deep: `limits.maxConnections`. What neither side shows because it is
 * secret, but `given` names, counts as changed.
 */
export function changesBetween(before: Fields | null, after: Fields | null, given: unknown): AuditChange[] {
  const old = flat(before)
  const now = flat(after)
  const fields = [...new Set([...Object.keys(now), ...Object.keys(old)])]
  const different = fields.filter((field) => !isDeepStrictEqual(old[field] ?? null, now[field] ?? null))
  const changes = different.map((field) => change(field, old[field], now[field]))
  const secret = secretFields(given).filter((field) => !different.includes(field))
  return bounded([...changes, ...secret.map((field) => change(field, before === null ? null : MASK, MASK))])
}

/** What was asked for, where there is nothing to compare. */
export const asGiven = (given: unknown): AuditChange[] =>
  changesBetween(null, isFields(given) ? (masked(given) as Fields) : null, null)

const change = (field: string, before: unknown, after: unknown): AuditChange => ({
  ...{ field, before: short(before ?? null), after: short(after ?? null) },
})

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function flat(fields: Fields | null): Fields {
  const entries = Object.entries(fields ?? {}).flatMap(([key, value]): [string, unknown][] => {
    if (!isFields(value)) return [[key, value]]
    return Object.entries(value).map(([inner, deep]) => [`${key}.${inner}`, deep])
  })
  return Object.fromEntries(entries)
}

function secretFields(given: unknown): string[] {
  if (!isFields(given)) return []
  const plain = flat(given)
  const hidden = flat(masked(given) as Fields)
  return Object.keys(plain).filter((field) => !isDeepStrictEqual(plain[field], hidden[field]))
}

function short(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text.length <= LONGEST_VALUE ? value : `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)`
}

function bounded(changes: AuditChange[]): AuditChange[] {
  let size = 0
  const fits = changes.filter((one) => (size += JSON.stringify(one).length) <= LONGEST_ALL)
  const left = changes.length - fits.length
  return left === 0 ? fits : [...fits, { field: '…', before: null, after: `${left} more` }]
}
