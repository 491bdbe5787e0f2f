import type { Operator } from './operator.ts'

export type Field =
  | 'svc'
  | 'proto'
  | 'ev'
  | 'dir'
  | 'peer'
  | 'port'
  | 'bytes'
  | 'dur'
  | 'state'
  | 'reason'
  | 'id'
  | 'user'
  | 'tag'
  | 'file'
  | 'text'
  | 'hex'
  | 'last'
  | 'severity'

/** What a filter is about: entries of the journal, connections, received files, or services themselves. */
export type Subject = 'journal' | 'connections' | 'files' | 'services'

/** How the values of a field are written. */
export type FieldType = 'word' | 'rank' | 'text' | 'number' | 'bytes' | 'duration' | 'address' | 'hex' | 'age'

export type FieldDefinition = {
  name: Field
  type: FieldType
  /** In a few words, for autocompletion. */
  summary: string
  subjects: readonly Subject[]
  /** All the values there are; of a `rank`, the lowest first. */
  values?: readonly string[]
  /** Whether it takes regular expressions, where its type does; true when it is missing. */
  patterns?: boolean
}

const ALL: readonly Subject[] = ['journal', 'connections', 'services']
const BOTH: readonly Subject[] = ['journal', 'connections']
const JOURNAL: readonly Subject[] = ['journal']
const alsoFiles = (subjects: readonly Subject[]): readonly Subject[] => [...subjects, 'files']

/** Every field, in the order in which it is offered. */
export const FIELDS: readonly FieldDefinition[] = [
  { name: 'svc', type: 'word', summary: 'name of the service', subjects: alsoFiles(ALL) },
  { name: 'ev', type: 'word', summary: 'type of the entry', subjects: JOURNAL },
  { name: 'peer', type: 'address', summary: 'address of the peer', subjects: alsoFiles(BOTH) },
  { name: 'port', type: 'number', summary: 'port of the peer', subjects: ALL },
  { name: 'proto', type: 'word', summary: 'protocol or transport', subjects: ALL },
  { name: 'tag', type: 'word', summary: 'tag of the service', subjects: alsoFiles(ALL) },
  {
    name: 'severity',
    type: 'rank',
    summary: 'how serious',
    subjects: JOURNAL,
    values: ['info', 'warning', 'error'],
  },
  {
    name: 'state',
    type: 'word',
    summary: 'state of the connection',
    subjects: ALL,
    values: ['open', 'closed'],
  },
  { name: 'reason', type: 'word', summary: 'why it ended or was refused', subjects: BOTH },
  { name: 'dir', type: 'word', summary: 'direction', subjects: JOURNAL, values: ['in', 'out'] },
  { name: 'bytes', type: 'bytes', summary: 'how many bytes', subjects: alsoFiles(ALL) },
  { name: 'dur', type: 'duration', summary: 'how long it took', subjects: BOTH },
  { name: 'last', type: 'age', summary: 'not longer ago than', subjects: alsoFiles(BOTH) },
  { name: 'text', type: 'text', summary: 'text of messages and errors', subjects: alsoFiles(ALL) },
  { name: 'hex', type: 'hex', summary: 'bytes of messages', subjects: JOURNAL },
  { name: 'file', type: 'word', summary: 'name of a file', subjects: alsoFiles(JOURNAL) },
  { name: 'user', type: 'word', summary: 'identity of the peer', subjects: BOTH },
  { name: 'id', type: 'word', summary: 'id of a connection or service', subjects: alsoFiles(ALL) },
]

/** What is different about a field where services themselves are looked for. */
const OF_SERVICES: Partial<Record<Field, Partial<FieldDefinition>>> = {
  port: { summary: 'port it listens on' },
  tag: { summary: 'one of its tags' },
  state: {
    summary: 'state of the service',
    values: ['running', 'degraded', 'failed', 'backoff', 'starting', 'draining', 'stopped'],
  },
  bytes: { summary: 'how many bytes since its start' },
  text: { summary: 'text of name, description, addresses and last error' },
  id: { summary: 'id of the service' },
}

/** And where files are. */
const OF_FILES: Partial<Record<Field, Partial<FieldDefinition>>> = {
  bytes: { summary: 'its size' },
  last: { summary: 'received not longer ago than' },
  text: { summary: 'text of name and SHA-256' },
  id: { summary: 'id of the file, its connection or its service' },
}

/**
 * The fields that a subject has; all there are without one. Services are found in the browser, which is spared the
 * program that reads regular expressions.
 */
export function fieldsOf(subject?: Subject): readonly FieldDefinition[] {
  const fields = FIELDS.filter(({ subjects }) => !subject || subjects.includes(subject))
  if (subject === 'files') return fields.map((field) => ({ ...field, ...OF_FILES[field.name] }))
  if (subject !== 'services') return fields
  return fields.map((field) => ({ ...field, ...OF_SERVICES[field.name], patterns: false }))
}

const BY_NAME = new Map(FIELDS.map((field) => [field.name as string, field]))

/** The field of this name, whatever the case; `conn` is another name of `id`. */
export function findField(name: string): FieldDefinition | undefined {
  const lower = name.toLowerCase()
  return BY_NAME.get(lower === 'conn' ? 'id' : lower)
}

const OPERATORS: Record<FieldType, readonly Operator[]> = {
  word: [':', '=', '!=', '~'],
  rank: [':', '=', '!=', '>', '>=', '<', '<='],
  text: [':', '=', '!=', '~'],
  number: [':', '=', '!=', '>', '>=', '<', '<='],
  bytes: [':', '=', '!=', '>', '>=', '<', '<='],
  duration: [':', '=', '!=', '>', '>=', '<', '<='],
  address: [':', '=', '!=', '~'],
  hex: [':', '!='],
  age: [':'],
}

/** The operators a field takes. */
export const operatorsOf = ({ type, patterns = true }: Pick<FieldDefinition, 'type' | 'patterns'>) =>
  OPERATORS[type].filter((operator) => patterns || operator !== '~')
