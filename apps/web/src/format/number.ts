import { region } from '../language/language.ts'

const formats = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat(region, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
)

/** `1,204`, as the reader's language writes it. */
export const formatNumber = (value: number) => formatDecimal(value, 0)

/** `1,204.5` with so many digits after the point. */
export const formatDecimal = (value: number, digits: 0 | 1 | 2) =>
  formats[digits]?.format(value) ?? String(value)

/** A limit: null is none. */
export const formatLimit = (value: number | null) =>
  value === null ? '(no limit)' : `of ${formatNumber(value)}`

/** Which form of a text a number takes: in English the first one for 1, the second one for all others. */
type Rule = (count: number) => number
const inEnglish: Rule = (count) => (count === 1 ? 0 : 1)

/**
 * `plural(1204, ['# connection', '# connections'])` is `1,204 connections`: the form that the number takes, with the
 * number for `#`. Translations have the forms of their own language; the build puts in the `rule` for it.
 */
export function plural(count: number, forms: readonly string[], rule: Rule = inEnglish): string {
  const form = forms[rule(count)] ?? forms.at(-1) ?? '#'
  return form.replaceAll('#', formatNumber(count))
}
