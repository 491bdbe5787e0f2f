import { fieldsOf, findField, operatorsOf, type FieldDefinition, type Subject } from './fields.ts'
import { FilterSyntaxError, type Comparison, type Filter, type FilterError, type Span } from './filter.ts'
import type { Operator } from './operator.ts'
import { readTests } from './operand.ts'
import { Scanner, type Written } from './scanner.ts'

/** Bounds of a filter: characters, values (a word counts as one), parentheses within parentheses. */
export const LIMITS = { characters: 2000, values: 200, depth: 20 }

export type ParseOptions = {
  /** What the filter is for: a field that it has not is an error. Without it every field is known. */
  subject?: Subject
  /** What is wrong with a regular expression, or null: `patternProblem` of `@switchboard/filter/match`. */
  patternProblem?: (source: string) => string | null
}

export type ParseResult = { filter: Filter; error: null } | { filter: null; error: FilterError }

/** Reads a filter. Never throws; the empty text is the filter that everything passes. */
export function parseFilter(text: string, options: ParseOptions = {}): ParseResult {
  try {
    return { filter: new Parser(text, options).parse(), error: null }
  } catch (error) {
    if (error instanceof FilterSyntaxError) return { filter: null, error: error.error }
    throw error
  }
}

const KEYWORDS = ['OR', 'AND', 'NOT']
const TERM = ['a field such as svc:', 'a word', '"a phrase"', '(', '-']

/**
 * Recursive descent:
 *
 *     either := both { OR both }      both := term { [AND] term }      term := [-|NOT] ( group | comparison | text )
 */
class Parser {
  readonly #scanner: Scanner
  readonly #options: ParseOptions
  #depth = 0
  #values = 0

  constructor(text: string, options: ParseOptions) {
    if (text.length > LIMITS.characters) {
      throw new FilterSyntaxError(
        { from: LIMITS.characters, to: text.length },
        `The filter has ${text.length} characters; it may have ${LIMITS.characters}`,
      )
    }
    this.#scanner = new Scanner(text)
    this.#options = options
  }

  parse(): Filter {
    this.#scanner.skipSpace()
    if (this.#scanner.ended) return { kind: 'all', span: { from: 0, to: this.#scanner.text.length } }
    const filter = this.#either()
    if (this.#scanner.ended) return filter
    throw this.#unexpected('This ) closes nothing: remove it, or write ( before', TERM)
  }

  #either(): Filter {
    const parts: [Filter, ...Filter[]] = [this.#both()]
    while (this.#scanner.takeKeyword('OR')) parts.push(this.#both())
    return group('or', parts)
  }

  #both(): Filter {
    const parts: [Filter, ...Filter[]] = [this.#term()]
    while (!this.#atEnd()) {
      this.#scanner.takeKeyword('AND')
      parts.push(this.#term())
    }
    return group('and', parts)
  }

  /** Whether the terms that belong together are over; spaces are skipped. */
  #atEnd(): boolean {
    this.#scanner.skipSpace()
    return this.#scanner.ended || this.#scanner.startsWith(')') || this.#scanner.isKeyword('OR')
  }

  #term(): Filter {
    const scanner = this.#scanner
    scanner.skipSpace()
    const from = scanner.at
    if (!scanner.takeKeyword('NOT') && !scanner.take('-')) return this.#positive()
    if (scanner.text[from] !== '-') scanner.skipSpace()
    const part = this.#positive()
    return { kind: 'not', part, span: { from, to: scanner.at } }
  }

  #positive(): Filter {
    const scanner = this.#scanner
    if (scanner.startsWith('(')) return this.#group()
    if (KEYWORDS.includes(scanner.nextWord) || scanner.startsWith('-')) throw this.#missingTerm()
    const from = scanner.at
    const named = scanner.takeField()
    if (named) return this.#comparison(from, named)
    const word = scanner.value()
    if (!word) throw this.#missingTerm()
    return this.#compare(from, fieldOf('text'), ':', [this.#counted(word)])
  }

  #group(): Filter {
    const scanner = this.#scanner
    const from = scanner.at++
    if (++this.#depth > LIMITS.depth) {
      throw new FilterSyntaxError(
        { from, to: from + 1 },
        `Parentheses may be ${LIMITS.depth} deep: write it flatter`,
      )
    }
    const inner = this.#either()
    if (!scanner.take(')')) {
      throw new FilterSyntaxError(
        { from, to: from + 1 },
        'The parenthesis is not closed: write ) where it ends',
        [')'],
      )
    }
    this.#depth--
    return { ...inner, span: { from, to: scanner.at } }
  }

  #comparison(from: number, { name, op, span }: { name: string; op: Operator; span: Span }): Filter {
    const field = this.#field(name, span)
    const operators = operatorsOf(field)
    if (!operators.includes(op)) {
      throw new FilterSyntaxError(
        { from: span.to, to: span.to + op.length },
        `${field.name} does not take ${op}; it takes ${operators.join(' ')}`,
        [...operators],
      )
    }
    return this.#compare(from, field, op, this.#operands(field, op))
  }

  #field(name: string, span: Span): FieldDefinition {
    const { subject } = this.#options
    const field = findField(name)
    const own = fieldsOf(subject).find((it) => it.name === field?.name)
    if (own) return own
    const names = fieldsOf(subject).map((it) => it.name)
    const message = field
      ? `${field.name} is a field of the ${field.subjects[0]}, not of ${subject}; fields are ${names.join(' ')}`
      : `${name} is not a field; fields are ${names.join(' ')}. To search for the text itself, put it in quotes`
    throw new FilterSyntaxError(span, message, names)
  }

  #operands(field: FieldDefinition, op: Operator): Written[] {
    const scanner = this.#scanner
    if (op === '~') return [this.#given(scanner.pattern())]
    if (!scanner.startsWith('(')) return [this.#given(scanner.value())]
    if (op === ':' || op === '!=') return this.#list()
    throw this.#unexpected(`${field.name}${op} takes a single value; a list goes with : or !=`, ['a value'])
  }

  #list(): Written[] {
    const scanner = this.#scanner
    const from = scanner.at++
    const items: Written[] = []
    do {
      scanner.skipSpace()
      items.push(this.#given(scanner.value(true)))
      scanner.skipSpace()
    } while (scanner.take(','))
    if (scanner.take(')')) return items
    throw scanner.ended
      ? new FilterSyntaxError({ from, to: from + 1 }, 'The list is not closed: end it with )', [',', ')'])
      : this.#unexpected('Values of a list are separated by commas', [',', ')'])
  }

  #given(written: Written | null): Written {
    if (written) return this.#counted(written)
    throw this.#unexpected('Here a value is missing', ['a value', '"a value"'])
  }

  #counted(written: Written): Written {
    if (++this.#values <= LIMITS.values) return written
    throw new FilterSyntaxError(written.span, `A filter may have ${LIMITS.values} words and values`)
  }

  #compare(from: number, field: FieldDefinition, op: Operator, values: Written[]): Comparison {
    const tests = values.flatMap((written) => readTests(field, op, written))
    const [first] = tests
    if (first?.kind === 'pattern') this.#checkPattern(first.source, values[0]?.span)
    const usualOp = field.type === 'rank' && op !== '!=' ? ':' : op
    return { kind: 'compare', field: field.name, op: usualOp, tests, span: { from, to: this.#scanner.at } }
  }

  #checkPattern(source: string, span: Span = { from: 0, to: 0 }): void {
    const problem = this.#options.patternProblem?.(source)
    if (problem) throw new FilterSyntaxError(span, `The regular expression is not valid: ${problem}`)
  }

  #missingTerm(): FilterSyntaxError {
    return this.#unexpected('Here a term is missing: a word, a phrase or a field with its value', TERM)
  }

  #unexpected(message: string, expected: string[]): FilterSyntaxError {
    const { at, text } = this.#scanner
    const length = Math.max(this.#scanner.nextWord.length, at < text.length ? 1 : 0)
    return new FilterSyntaxError({ from: at, to: at + length }, message, expected)
  }
}

function group(kind: 'and' | 'or', parts: [Filter, ...Filter[]]): Filter {
  const [first, ...others] = parts
  const last = others.at(-1)
  return last ? { kind, parts, span: { from: first.span.from, to: last.span.to } } : first
}

const fieldOf = (name: string) => findField(name) as FieldDefinition
