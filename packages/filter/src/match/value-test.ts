import { addressKey } from '../address.ts'
import type { Field } from '../fields.ts'
import type { Test } from '../filter.ts'
import { fold } from '../fold.ts'
import { bytesOfHex } from './bytes.ts'
import type { FieldValue } from './subjects.ts'

type TextTest = (text: string) => boolean
type NumberTest = (value: number) => boolean

/** What a test needs besides the value: the present of `within`, and what reads a pattern. */
export type Means = { now: () => number; compile: (source: string) => TextTest }

/** Whether a value passes a test. */
export function valueTest(test: Test, field: Field, { now, compile }: Means): (value: FieldValue) => boolean {
  const isExact = field === 'id'
  switch (test.kind) {
    case 'equals':
      return ofText(isExact ? (text) => text === test.text : (text) => fold(text) === test.text)
    case 'contains':
      return ofText((text) => fold(text).includes(test.text))
    case 'glob': {
      const fits = globTest(test.parts)
      return ofText(isExact ? fits : (text) => fits(fold(text)))
    }
    case 'pattern':
      return ofText(compile(test.source))
    case 'addresses':
      return ofText((text) => isBetween(addressKey(text), test.from, test.to))
    case 'bytes': {
      const bytes = bytesOfHex(test.hex)
      return ofText((text) => text.includes(bytes))
    }
    case 'between': {
      const { from, to } = test
      return ofNumber((value) => (from === null || value >= from) && (to === null || value <= to))
    }
    case 'within':
      return ofNumber((value) => value >= now() - test.ms)
  }
}

const ofText = (test: TextTest) => (value: FieldValue) => typeof value === 'string' && test(value)
const ofNumber = (test: NumberTest) => (value: FieldValue) => typeof value === 'number' && test(value)

const isBetween = (key: string | null, from: string, to: string) => key !== null && from <= key && key <= to

/** Each text is looked for behind the one before it, so that no text is read twice. */
function globTest(parts: string[]): TextTest {
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  const inner = parts.slice(1, -1)
  return (text) => {
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of inner) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}
