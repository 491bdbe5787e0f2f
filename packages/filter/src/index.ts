export {
  complete,
  type CompleteOptions,
  type Completion,
  type CompletionItem,
  type KnownValue,
} from './complete.ts'
export { FIELDS, type Field, type FieldDefinition, type Subject } from './fields.ts'
export type { Comparison, Filter, FilterError, Span, Test } from './filter.ts'
export type { Operator } from './operator.ts'
export { fold } from './fold.ts'
export { formatFilter } from './format-filter.ts'
export { LIMITS, parseFilter, type ParseOptions, type ParseResult } from './parse-filter.ts'
export { addTerm, removeTerm, termsOf, valueTerm, type Term } from './terms.ts'
