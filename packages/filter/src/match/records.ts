import type { Filter } from '../filter.ts'
import { matcher } from './matcher.ts'
import { compilePattern } from './pattern.ts'
import {
  CONNECTION_VALUES,
  ENTRY_VALUES,
  type ConnectionFacts,
  type EntryFacts,
  FILE_VALUES,
  type FileFacts,
  type Surroundings,
} from './subjects.ts'

/** Whether an entry of the journal passes the filter. Throws what `patternProblem` would have told of a pattern. */
export const entryMatcher = (
  filter: Filter,
  surroundings: Surroundings = {},
): ((entry: EntryFacts) => boolean) => matcher(filter, ENTRY_VALUES, surroundings, compilePattern)

/** Whether a connection, open or on record, passes the filter. Throws as `entryMatcher`. */
export const connectionMatcher = (
  filter: Filter,
  surroundings: Surroundings = {},
): ((connection: ConnectionFacts) => boolean) =>
  matcher(filter, CONNECTION_VALUES, surroundings, compilePattern)

/** Whether a received file passes the filter. Throws as `entryMatcher`. */
export const fileMatcher = (
  filter: Filter,
  surroundings: Surroundings = {},
): ((file: FileFacts) => boolean) => matcher(filter, FILE_VALUES, surroundings, compilePattern)
