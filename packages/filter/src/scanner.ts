import { FilterSyntaxError, type Span } from './filter.ts'
import type { Operator } from './operator.ts'

/** A value as it stands in the filter's text. */
export type Written = {
  /** Without quotes and escapes; stars are characters like others. */
  text: string
  /** The texts between the stars: one text if there is no star, or none but escaped ones. */
  parts: string[]
  /** Without quotes, but with all escapes save `\"`: a regular expression. */
  source: string
  span: Span
}

const SPACE = /\s*/y
const FIELD_AND_OPERATOR = /([a-z]+)(!=|>=|<=|[:=><~])/iy
const QUOTED = /"((?:[^"\\]|\\[^])*)"/y
const WORD = /[^\s()"]*/y
const ITEM = /[^\s()",]*/y
const PATTERN = /\S*/y

/** Reads the pieces of a filter's text, one after the other. */
export class Scanner {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get ended(): boolean {
    return this.at >= this.text.length
  }

  skipSpace(): void {
    this.#match(SPACE)
  }

  startsWith(piece: string): boolean {
    return this.text.startsWith(piece, this.at)
  }

  /** Takes the piece if it is next. */
  take(piece: string): boolean {
    const found = this.startsWith(piece)
    if (found) this.at += piece.length
    return found
  }

  /** What is next, up to a space, a parenthesis or a quote. */
  get nextWord(): string {
    WORD.lastIndex = this.at
    return WORD.exec(this.text)?.[0] ?? ''
  }

  /** Whether the keyword is next, as a word for itself. */
  isKeyword(keyword: string): boolean {
    return this.nextWord === keyword
  }

  /** Takes the keyword if it is next. */
  takeKeyword(keyword: string): boolean {
    return this.isKeyword(keyword) && this.take(keyword)
  }

  /** Takes `svc:` and the like if it is next. */
  takeField(): { name: string; op: Operator; span: Span } | null {
    const from = this.at
    const [whole, name = '', op] = this.#match(FIELD_AND_OPERATOR) ?? []
    return whole === undefined ? null : { name, op: op as Operator, span: { from, to: from + name.length } }
  }

  /** A word or phrase up to a space or a closing parenthesis, in a list up to a comma; null if there is none. */
  value(isInList = false): Written | null {
    if (this.startsWith('"')) return this.#quoted()
    const from = this.at
    const text = this.#match(isInList ? ITEM : WORD)?.[0] ?? ''
    if (this.startsWith('"') || (this.startsWith('(') && text !== '')) this.#needsQuotes(from)
    return text === '' ? null : plain(text, { from, to: this.at })
  }

  /** A regular expression, which may have parentheses of its own: up to a space, or to a `)` that it did not open. */
  pattern(): Written | null {
    if (this.startsWith('"')) return this.#quoted()
    const from = this.at
    const reach = this.#match(PATTERN)?.[0] ?? ''
    const { end, isOpen } = parentheses(reach)
    const text = reach.slice(0, end)
    this.at = from + end
    if (isOpen) {
      throw new FilterSyntaxError(
        { from, to: this.at },
        'The parentheses of the regular expression do not match: close them, or put it in quotes',
        [')', '"'],
      )
    }
    return text === '' ? null : plain(text, { from, to: this.at })
  }

  #quoted(): Written {
    const from = this.at
    const inner = this.#match(QUOTED)?.[1]
    if (inner === undefined) {
      throw new FilterSyntaxError({ from, to: this.text.length }, 'The quote is not closed: end it with "', [
        '"',
      ])
    }
    if (!this.ended && !/[\s),]/.test(this.text.charAt(this.at))) {
      throw new FilterSyntaxError(
        { from: this.at, to: this.at + 1 },
        'A closing quote needs a space behind it',
        [' '],
      )
    }
    return { ...unescape(inner), source: patternSource(inner), span: { from, to: this.at } }
  }

  #needsQuotes(from: number): never {
    const character = this.text.charAt(this.at)
    throw new FilterSyntaxError(
      { from: this.at, to: this.at + 1 },
      `${character} cannot stand within a word: put the whole of ${this.text.slice(from, this.at)}${character}… in quotes`,
      [' ', '"'],
    )
  }

  #match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    const match = expression.exec(this.text)
    this.at += match?.[0].length ?? 0
    return match
  }
}

const plain = (text: string, span: Span): Written => ({
  text,
  parts: text.split(/\*+/),
  source: patternSource(text),
  span,
})

const patternSource = (text: string) => text.replace(/\\[^]/g, (pair) => (pair === '\\"' ? '"' : pair))

/** Inside quotes `\"`, `\\` and `\*` stand for the second character; before others a backslash is a backslash. */
function unescape(inner: string): { text: string; parts: string[] } {
  let text = ''
  const parts = ['']
  for (const [piece] of inner.matchAll(/\\["\\*]|\*+|[^]/g)) {
    const isStar = piece.startsWith('*')
    const literal = /^\\["\\*]$/.test(piece) ? piece.slice(1) : piece
    text += literal
    if (isStar) parts.push('')
    else parts[parts.length - 1] += literal
  }
  return { text, parts }
}

/** Where a `)` comes that was not opened, or the end; and whether one is open then. */
function parentheses(text: string): { end: number; isOpen: boolean } {
  let open = 0
  for (const { 0: piece, index } of text.matchAll(/\\[^]|[()]/g)) {
    if (piece === ')' && open === 0) return { end: index, isOpen: false }
    if (piece === '(') open++
    if (piece === ')') open--
  }
  return { end: text.length, isOpen: open > 0 }
}
