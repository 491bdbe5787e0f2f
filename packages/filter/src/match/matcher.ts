import type { Comparison, Filter } from '../filter.ts'
import type { FieldValue, Surroundings, ValuesOf } from './subjects.ts'
import { valueTest, type Means } from './value-test.ts'

export type Values<Facts> = Record<Comparison['field'], ValuesOf<Facts>>
type Passes<Facts> = (facts: Facts) => boolean

/** Whether facts pass a filter; `values` reads the values of its fields. */
export function matcher<Facts>(
  filter: Filter,
  values: Values<Facts>,
  surroundings: Surroundings,
  compile: Means['compile'],
): Passes<Facts> {
  const inner = (part: Filter) => matcher(part, values, surroundings, compile)
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
      return comparison(filter, values[filter.field], surroundings, compile)
  }
}

function comparison<Facts>(
  { field, op, tests }: Comparison,
  valuesOf: ValuesOf<Facts>,
  surroundings: Surroundings,
  compile: Means['compile'],
): Passes<Facts> {
  const { now = Date.now } = surroundings
  const passing = tests.map((test) => valueTest(test, field, { now, compile }))
  const passes = (value: FieldValue | null | undefined) =>
    value !== null && value !== undefined && passing.some((passesTest) => passesTest(value))
  return (facts) => valuesOf(facts, surroundings).some(passes) !== (op === '!=')
}
