export { connectionMatcher, entryMatcher, fileMatcher } from './records.ts'
export { compilePattern, patternProblem } from './pattern.ts'
export {
  TEXT_KEYS,
  type ConnectionFacts,
  type EntryFacts,
  type FileFacts,
  type Surroundings,
} from './subjects.ts'
