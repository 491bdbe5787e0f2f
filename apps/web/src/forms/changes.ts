import type { Field } from './field.ts'
import { isSame, leavesOf, valueAt, withValue, type Leaf } from './leaves.ts'
import type { Values } from './values.ts'

/** A setting that is not as it was. */
export type Change = Leaf & { before: unknown; after: unknown }

/** Everything that differs between two versions of a form. */
export function changesOf(fields: readonly Field[], before: Values, after: Values): Change[] {
  return leavesOf(fields, [before, after])
    .map((leaf) => ({ ...leaf, before: valueAt(before, leaf.keys), after: valueAt(after, leaf.keys) }))
    .filter((change) => !isSame(change.before, change.after))
}

/** Whose version of a setting is taken. */
export type Side = 'mine' | 'theirs'

/** A setting that two changed, or one of them, since both began with `base`. */
export type Difference = Leaf & {
  base: unknown
  mine: unknown
  theirs: unknown
  by: 'me' | 'others' | 'both'
}

/** Where two versions that began with `base` differ from each other. */
export function differencesOf(
  fields: readonly Field[],
  base: Values,
  mine: Values,
  theirs: Values,
): Difference[] {
  return leavesOf(fields, [base, mine, theirs]).flatMap((leaf): Difference[] => {
    const at = (values: Values) => valueAt(values, leaf.keys)
    const three = { base: at(base), mine: at(mine), theirs: at(theirs) }
    if (isSame(three.mine, three.theirs)) return []
    const by = isSame(three.base, three.mine) ? 'others' : isSame(three.base, three.theirs) ? 'me' : 'both'
    return [{ ...leaf, ...three, by }]
  })
}

/** What loses nothing of either, and of what both changed what is typed here. */
export const suggestedSide = ({ by }: Difference): Side => (by === 'others' ? 'theirs' : 'mine')

/** Their version, with mine where it is to be taken. */
export const mergeOf = (
  theirs: Values,
  differences: readonly Difference[],
  sideOf: (difference: Difference) => Side,
): Values =>
  differences
    .filter((difference) => sideOf(difference) === 'mine')
    .reduce((values, { keys, mine }) => withValue(values, keys, mine), theirs)
