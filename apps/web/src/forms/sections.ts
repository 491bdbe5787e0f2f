import type { Field } from './field.ts'
import { asValues, initialValues, type Values } from './values.ts'

/** What most services leave as it is, folded away under a few words. */
export type Section = { title: string; fields: Field[] }

const PLAN: [title: string, keys: string[]][] = [
  // @wc-context: what a service is for
  ['About', ['description', 'tags']],
  ['Access', ['access']],
  ['Challenge', ['challenge']],
  ['Limits', ['limits']],
  ['Capture and retention', ['capture', 'retention']],
  ['Failing and stopping', ['restart', 'drainTimeoutMs']],
  ['Engines and sockets', ['engines', 'socket']],
]

/** The settings in their sections. */
export const sectionsOf = (fields: readonly Field[]): Section[] =>
  PLAN.map(([title, keys]) => ({ title, fields: fields.filter(({ key }) => keys.includes(key)) }))

/** How many settings are not as they are by default. */
export function countChanged(fields: readonly Field[], values: Values): number {
  const defaults = initialValues(fields)
  return fields.reduce((count, field) => {
    const value = values[field.key]
    if (field.kind === 'group' && !field.nullable) return count + countChanged(field.fields, asValues(value))
    return JSON.stringify(value) === JSON.stringify(defaults[field.key]) ? count : count + 1
  }, 0)
}
