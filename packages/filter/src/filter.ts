import type { Field } from './fields.ts'
import type { Operator } from './operator.ts'

/** A part of the filter's text: UTF-16 places, `to` exclusive. */
export type Span = { from: number; to: number }

/**
 * A filter, parsed. Every node is true or false of a journal entry or a connection, never unknown.
 *
 * `all` is the empty filter. `and` and `or` have two parts or more.
 */
export type Filter =
  | { kind: 'all'; span: Span }
  | { kind: 'and' | 'or'; parts: Filter[]; span: Span }
  | { kind: 'not'; part: Filter; span: Span }
  | Comparison

/**
 * True if some value of the field passes some test; with `!=` if none does. A subject may have several values for a
 * field (its tags), or none: then nothing passes. The tests say all there is to know, except that `!=` turns the
 * outcome around; the other operators are kept for writing the filter down again (of a rank, as the list they mean).
 */
export type Comparison = { kind: 'compare'; field: Field; op: Operator; tests: Test[]; span: Span }

/** What one value is asked. Texts are folded already (`fold`), those for the field `id` excepted. */
export type Test =
  /** The whole value. */
  | { kind: 'equals'; text: string }
  /** Anywhere in the value. */
  | { kind: 'contains'; text: string }
  /** The whole value: the texts between the stars, so that `echo-*` is `['echo-', '']`. Two texts or more. */
  | { kind: 'glob'; parts: string[] }
  /** An RE2 pattern that is found anywhere in the value, whatever the case. */
  | { kind: 'pattern'; source: string }
  /** Whole numbers, both ends inclusive; null is open, and both null is any number. Bytes and milliseconds. */
  | { kind: 'between'; from: number | null; to: number | null }
  /** `addressKey` of the value lies in here, both ends inclusive. */
  | { kind: 'addresses'; from: string; to: string }
  /** These bytes anywhere, as pairs of lower-case hex digits. */
  | { kind: 'bytes'; hex: string }
  /** Not longer ago than so many milliseconds. */
  | { kind: 'within'; ms: number }

/** Why a text is no filter: where (UTF-16 places), what is wrong and what to do, and what could have stood there. */
export type FilterError = { position: number; length: number; message: string; expected: string[] }

/** Thrown inside the parser only; `parseFilter` answers its `error`. */
export class FilterSyntaxError extends Error {
  readonly error: FilterError

  constructor(span: Span, message: string, expected: string[] = []) {
    super(message)
    this.error = { position: span.from, length: span.to - span.from, message, expected }
  }
}
