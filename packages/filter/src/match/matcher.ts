import type { Comparison, Filter } from '../filter.ts'
import {
  CONNECTION_VALUES,
  ENTRY_VALUES,
  type ConnectionFacts,
  type EntryFacts,
  type FieldValue,
  type Surroundings,
  type ValuesOf,
} from './subjects.ts'
import { valueTest } from './value-test.ts'

/** Whether an entry of the journal passes the filter. Throws what `patternProblem` would have told of a pattern. */
export const entryMatcher = (
  filter: Filter,
  surroundings: Surroundings = {},
): ((entry: EntryFacts) => boolean) => matcher(filter, ENTRY_VALUES, surroundings)

/** Whether a connection, open or on record, passes the filter. Throws as `entryMatcher`. */
export const connectionMatcher = (
  filter: Filter,
  surroundings: Surroundings = {},
): ((connection: ConnectionFacts) => boolean) => matcher(filter, CONNECTION_VALUES, surroundings)

type Values<Facts> = Record<Comparison['field'], ValuesOf<Facts>>
type Passes<Facts> = (facts: Facts) => boolean

function matcher<Facts>(filter: Filter, values: Values<Facts>, surroundings: Surroundings): Passes<Facts> {
  const inner = (part: Filter) => matcher(part, values, surroundings)
  switch (filter.kind) {
    case 'all':
      return () => true
    case 'and': {
      const parts = filter.parts.map(inner)
      return (facts) => parts.every((passes) => passes(facts))
    }
    case 'or': {
      const parts = filter.parts.map(inner)
      return (facts) => parts.some((passes) => passes(facts))
    }
    case 'not': {
      const passes = inner(filter.part)
      return (facts) => !passes(facts)
    }
    case 'compare':
      return comparison(filter, values[filter.field], surroundings)
  }
}

function comparison<Facts>(
  { field, op, tests }: Comparison,
  valuesOf: ValuesOf<Facts>,
  surroundings: Surroundings,
): Passes<Facts> {
  const passing = tests.map((test) => valueTest(test, field, surroundings.now))
  const passes = (value: FieldValue | null | undefined) =>
    value !== null && value !== undefined && passing.some((passesTest) => passesTest(value))
  return (facts) => valuesOf(facts, surroundings).some(passes) !== (op === '!=')
}
