import { Refusal, shown } from './refusal.ts'

const DEEPEST = 8
/** Keys that reach an object's prototype in careless code; nobody needs them in a header. */
const POISON = new Set(['__proto__', 'constructor', 'prototype'])
const DIGITS = /^(0|[1-9]\d*)$/

/** A number that was not written in digits only, such as 1.0, -1 or 1e3: kept as text, so that it passes for no number. */
class OtherNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toJSON(): string {
    return this.text
  }
}

/**
 * Reads JSON in UTF-8 more strictly than JSON.parse: nested at most 8 deep, no key twice in an object, none that reaches a
 * prototype. Throws Refusal.
 */
export function parseStrictJson(bytes: Buffer): unknown {
  const text = decode(bytes)
  const written = countMembers(text)
  let read = -1 // the root comes last, as if it were a member
  const value: unknown = parse(text, function (this: unknown, key, value: unknown, { source }) {
    if (POISON.has(key)) throw new Refusal('header-key', `the header has the key ${shown(key)}: leave it out`)
    if (!Array.isArray(this)) read++
    return typeof value === 'number' && !DIGITS.test(source ?? '') ? new OtherNumber(source ?? '') : value
  })
  if (read < written)
    throw new Refusal('header-key', 'the header has a key twice in one object: give each once')
  return value
}

/** TypeScript's own library does not know of `source` yet: the text of a number, string, boolean or null. */
type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown

function parse(text: string, reviver: Reviver): unknown {
  try {
    return JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1])
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('header-not-json', `the header is not JSON (${(error as Error).message})`)
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Refusal('header-not-json', 'the header is not UTF-8: encode it so')
  }
}

/** How many `key: value` there are in all. Looks at depth before anything is parsed, so that no recursion sees the header first. */
function countMembers(text: string): number {
  let depth = 0
  let members = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (isString && character === '\\') at++
    else if (character === '"') isString = !isString
    else if (isString) continue
    else if (character === ':') members++
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    if (depth > DEEPEST)
      throw new Refusal('header-too-deep', `the header is nested deeper than ${DEEPEST}: flatten it`)
  }
  return members
}
