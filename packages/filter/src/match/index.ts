export { connectionMatcher, entryMatcher } from './matcher.ts'
export { patternProblem } from './pattern.ts'
export type { ConnectionFacts, EntryFacts, Surroundings } from './subjects.ts'
