import type { Field } from './field.ts'
import { asValues, type Values } from './values.ts'

/** A control that has a value of its own, wherever it lies in its form. */
export type Leaf = {
  field: Field
  /** Where its value lies in the form's values. */
  keys: readonly string[]
  /** The labels of the groups around it, and its own. */
  trail: readonly string[]
}

type Place = Pick<Leaf, 'keys' | 'trail'>

/** All of them, in order. A group is one leaf where a version has none of it. */
export function leavesOf(
  fields: readonly Field[],
  versions: readonly Values[],
  { keys, trail }: Place = { keys: [], trail: [] },
): Leaf[] {
  return fields.flatMap((field): Leaf[] => {
    const place = { keys: [...keys, field.key], trail: [...trail, field.label] }
    const within = versions.map((values) => values[field.key])
    if (field.kind !== 'group' || !within.every(isGroup)) return [{ field, ...place }]
    return leavesOf(field.fields, within.map(asValues), place)
  })
}

const isGroup = (value: unknown) => typeof value === 'object' && value !== null

/** What a form holds at a place. */
export const valueAt = (values: Values, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((within, key) => asValues(within)[key], values)

/** The same values with another one at a place. */
export function withValue(values: Values, keys: readonly string[], value: unknown): Values {
  const [key, ...rest] = keys
  if (key === undefined) return values
  return { ...values, [key]: rest.length === 0 ? value : withValue(asValues(values[key]), rest, value) }
}

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
