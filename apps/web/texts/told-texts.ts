import { PROBLEMS, ServiceInput } from '@switchboard/contract'
import { FIELDS } from '@switchboard/filter'
import { catalogue as protocols } from '@switchboard/protocols'
import { VARIABLES } from '../../api/src/resources/environment/variables.ts'
import { schemas } from '../schemas.ts'
import { humanise } from '../src/format/words.ts'
import type { Field } from '../src/forms/field.ts'
import { fieldsOf } from '../src/forms/schema-fields.ts'
import type { JsonSchema } from '../src/forms/json-schema.ts'
import { SERVER, SERVER_SENTENCES } from './server-sentences.ts'
import type { Text } from './transformer.ts'

/** What the server tells in English and the dashboard shows in the reader's language: see `told`. */
export function toldTexts(): Text[] {
  const { __IDENTITY_SCHEMAS__: identity, ...others } = schemas
  return [
    ...Object.values({ ...identity, ...others }).flatMap((schema) =>
      ofSchema(schema as JsonSchema, 'packages/contract'),
    ),
    ...[...protocols.values()].flatMap(ofProtocol),
    ...VARIABLES.map(({ description }) =>
      text(description, 'apps/api/src/resources/environment/variables.ts'),
    ),
    ...FIELDS.map(({ summary }) => text(summary, 'packages/filter/src/fields.ts')),
    ...KEYWORDS.map((one) => text(one, 'packages/filter/src/complete.ts')),
    ...Object.keys(ServiceInput.properties).map((key) =>
      text(humanise(key), 'packages/contract/src/service.ts'),
    ),
    ...Object.values(PROBLEMS).map(({ title }) => text(title, 'packages/contract/src/problem.ts')),
    ...SERVER_SENTENCES.map((one) => ({ ...text(one, 'texts/server-sentences.ts'), context: SERVER })),
  ].filter(({ forms }) => /\p{L}/u.test(forms.join('')))
}

/** What the filter language's own words mean. */
const KEYWORDS = ['one of both', 'not what follows']

type Protocol = typeof protocols extends ReadonlyMap<string, infer Value> ? Value : never

function ofProtocol({ id, title, summary, clientSees, about, presets, options }: Protocol): Text[] {
  const file = `packages/protocols/src/${id}`
  const named = presets.flatMap((preset) => [preset.title, preset.summary])
  const texts = [title, summary, clientSees, ...about, ...named]
  return [...texts.map((one) => text(one, file)), ...ofSchema(options as JsonSchema, file)]
}

const ofSchema = (schema: JsonSchema, file: string) =>
  fieldsOf(schema, '').flatMap((field) => wordsOf(field).map((words) => text(words, file)))

function wordsOf(field: Field): string[] {
  const own = [field.label, field.description]
  // Of many, such as time zones, each is a name.
  if (field.kind === 'choice')
    return field.choices.length > 20 ? own : [...own, ...field.choices.map(({ label }) => label)]
  if (field.kind === 'group') return [...own, ...field.fields.flatMap(wordsOf)]
  if (field.kind !== 'variant') return own
  return [
    ...own,
    ...field.variants.flatMap((one) => [one.label, one.description, ...one.fields.flatMap(wordsOf)]),
  ]
}

const text = (english: string, file: string): Text => ({
  file,
  forms: [english],
  context: null,
  placeholders: [],
})
