import type { Field } from '../../forms/field.ts'

/** Whether a text has all the words of a search, in any order and case. An empty search fits everything. */
export function fits(search: string, text: string): boolean {
  const within = text.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word))
}

/** What a search looks for in a control. */
export const textOf = ({ label, description }: Field) => `${label} ${description}`
