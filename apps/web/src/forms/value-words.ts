import { t } from '../language/texts.ts'
import type { Field, GroupField, VariantField } from './field.ts'
import { describeQuantity } from './quantity.ts'
import { asSecrets } from './secrets.ts'
import { asList, asValues, variantOf } from './values.ts'

/** What a control holds, for a reader. Secrets are named and not told. */
export function valueWords(field: Field, value: unknown): string {
  if (value === null || value === undefined) return field.nullable ? t('none') : t('default')
  if (field.kind === 'text' && field.isSecret) return value === '' ? t('as before') : '•••'
  switch (field.kind) {
    case 'switch':
      return value === true ? t('on') : t('off')
    case 'choice':
      return field.choices.find((choice) => choice.value === value)?.label ?? String(value)
    case 'number':
      return field.quantity && typeof value === 'number'
        ? `${value} (${describeQuantity(field.quantity, value)})`
        : String(value)
    case 'list':
      return asList(value).join(', ') || t('none')
    case 'secrets':
      return asSecrets(value).map(secretWords).join('; ')
    case 'group':
      return groupWords(field, value)
    case 'variant':
      return variantWords(field, value)
    case 'json':
      return JSON.stringify(value)
    case 'text':
      return String(value) || t('empty')
  }
}

const secretWords = ({ name, secret }: { name: string; secret: string | null }) =>
  secret === null ? `${name} •••` : `${name} ••• ${t('new')}`

const groupWords = ({ fields }: Pick<GroupField, 'fields'>, value: unknown): string =>
  fields.map((field) => `${field.label}: ${valueWords(field, asValues(value)[field.key])}`).join('; ')

function variantWords({ tag, variants }: VariantField, value: unknown): string {
  const variant = variantOf(variants, asValues(value)[tag])
  if (!variant) return JSON.stringify(value)
  return [variant.label, groupWords(variant, value)].filter(Boolean).join('; ')
}
