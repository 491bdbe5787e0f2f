import { networkRange } from './address.ts'
import { fieldsOf, findField, operatorsOf, type Field, type FieldDefinition, type Subject } from './fields.ts'
import { fold } from './fold.ts'
import { LIMITS } from './parse-filter.ts'
import { valueTerm } from './terms.ts'

/** What may stand between two places of the text, best first. */
export type Completion = { from: number; to: number; items: CompletionItem[] }

export type CompletionItem = {
  kind: 'field' | 'operator' | 'value' | 'keyword'
  /** What to put in the place. */
  insert: string
  summary?: string
  /** How often the value is known to occur. */
  count?: number
}

export type KnownValue = { value: string; count?: number }

export type CompleteOptions = {
  subject?: Subject
  /** The values of a field that are known, the likeliest first. */
  valuesOf?: (field: Field) => readonly KnownValue[]
}

const MOST_ITEMS = 20

/** The value a caret stands in, in a list or by itself: its field, its operator, and as much of it as there is. */
const VALUE = /(?:^|[\s(-])([a-z]+)(!=|>=|<=|[:=<>~])(?:\((?:(?:[^()"]|"[^"]*")*,)?\s*)?("[^"]*|[^\s()",]*)$/i
const WORD = /(?:^|[\s(])-?([^\s()"]*)$/

/** What may come at a place (UTF-16) of a filter's text: fields, operators, known values. */
export function complete(text: string, position: number, options: CompleteOptions = {}): Completion {
  const before = text.slice(0, position)
  const [, name, op = '', begun = ''] = VALUE.exec(before) ?? []
  if (position > LIMITS.characters || (isInQuotes(before) && !begun.startsWith('"'))) return nothing(position)
  const field = name === undefined ? undefined : fieldNamed(name, options.subject)
  if (field && op !== '~') return completeValue(text, position, { field, begun }, options)
  const word = name === undefined ? WORD.exec(before)?.[1] : undefined
  return word === undefined ? nothing(position) : completeWord(text, position, word, options)
}

/** As the subject has it; one that it has not is completed all the same, and told to be wrong. */
function fieldNamed(name: string, subject: Subject | undefined): FieldDefinition | undefined {
  const field = findField(name)
  return fieldsOf(subject).find((one) => one.name === field?.name) ?? field
}

const isInQuotes = (text: string) => text.replaceAll(/"(?:[^"\\]|\\[^])*"/g, '').includes('"')

const nothing = (position: number): Completion => ({ from: position, to: position, items: [] })

type BegunValue = { field: FieldDefinition; begun: string }

function completeValue(
  text: string,
  position: number,
  { field, begun }: BegunValue,
  { valuesOf }: CompleteOptions,
): Completion {
  const start = fold(begun.replace(/^"/, ''))
  const found = valuesOf?.(field.name) ?? []
  const known =
    field.values?.map((value): KnownValue => found.find((one) => one.value === value) ?? { value }) ??
    EXAMPLES[field.name] ??
    found
  const items = known
    .filter(({ value }) => fold(value).includes(start))
    .toSorted((a, b) => Number(fold(b.value).startsWith(start)) - Number(fold(a.value).startsWith(start)))
    .map((value) => valueItem(field.name, value))
  return {
    from: position - begun.length,
    to: endOfWord(text, position, begun),
    items: items.slice(0, MOST_ITEMS),
  }
}

const EXAMPLES: Partial<Record<Field, readonly KnownValue[]>> = {
  bytes: ['1k', '1m'].map((value) => ({ value })),
  dur: ['100ms', '1s', '1m'].map((value) => ({ value })),
  last: ['5m', '15m', '1h', '1d', '7d'].map((value) => ({ value })),
}

function valueItem(field: Field, { value, count }: KnownValue): CompletionItem {
  const isQuantity = field in EXAMPLES || field === 'port'
  const insert = isQuantity ? value : valueTerm(field, value).replace(/^[a-z]+[:=]/, '')
  return { kind: 'value', insert, ...(count !== undefined && { count }) }
}

/** Fields that begin so, what else they take, and known values that a word without a field may have meant. */
function completeWord(text: string, position: number, word: string, options: CompleteOptions): Completion {
  const fields = fieldsOf(options.subject)
  const exact = fields.find(({ name }) => name === fold(word))
  const items = [
    ...fields.filter(({ name }) => name.startsWith(fold(word))).map(fieldItem),
    ...(exact
      ? operatorsOf(exact)
          .map((op): CompletionItem => ({ kind: 'operator', insert: `${exact.name}${op}` }))
          .slice(1)
      : []),
    ...(word === '' ? [] : meantValues(fields, word, options)),
    ...KEYWORDS.filter(({ insert }) => word !== '' && insert.startsWith(word)),
  ]
  return {
    from: position - word.length,
    to: endOfWord(text, position, word),
    items: items.slice(0, MOST_ITEMS),
  }
}

const fieldItem = ({ name, summary }: FieldDefinition): CompletionItem => ({
  kind: 'field',
  insert: `${name}:`,
  summary,
})

const KEYWORDS: CompletionItem[] = [
  { kind: 'keyword', insert: 'OR', summary: 'one of both' },
  { kind: 'keyword', insert: 'NOT', summary: 'not what follows' },
]

/** `10.0.0.7` may mean `peer:10.0.0.7`, and the name of a service the service. */
function meantValues(
  fields: readonly FieldDefinition[],
  word: string,
  { valuesOf }: CompleteOptions,
): CompletionItem[] {
  const peer: CompletionItem[] = networkRange(word)
    ? [{ kind: 'value', insert: valueTerm('peer', word) }]
    : []
  const values = fields.flatMap(({ name, values: all }) => {
    const known = all?.map((value): KnownValue => ({ value })) ?? valuesOf?.(name) ?? []
    return known
      .filter(({ value }) => fold(value).startsWith(fold(word)))
      .map(({ value, count }): CompletionItem => ({
        kind: 'value',
        insert: valueTerm(name, value),
        ...(count !== undefined && { count }),
      }))
  })
  return [...peer, ...values]
}

/** The rest of the word behind the caret goes with it; so does the end of a quote. */
function endOfWord(text: string, position: number, begun: string): number {
  const rest = text.slice(position)
  if (begun.startsWith('"')) return position + (/^[^"]*"?/.exec(rest)?.[0].length ?? 0)
  return position + (/^[^\s()",]*/.exec(rest)?.[0].length ?? 0)
}
