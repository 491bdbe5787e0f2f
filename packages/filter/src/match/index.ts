export { connectionMatcher, entryMatcher } from './records.ts'
export { compilePattern, patternProblem } from './pattern.ts'
export { TEXT_KEYS, type ConnectionFacts, type EntryFacts, type Surroundings } from './subjects.ts'
