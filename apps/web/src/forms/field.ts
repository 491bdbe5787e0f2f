import type { Quantity } from './quantity.ts'

/** What every control has. */
export type CommonField = {
  /** JSON pointer into the request body: what problems name, and what the control's id is made of. */
  path: string
  key: string
  label: string
  description: string
  required: boolean
  /** The value null is allowed and means "none". */
  nullable: boolean
  /** The value when nothing is chosen; undefined leaves the key out. */
  default: unknown
}

export type TextField = CommonField & {
  kind: 'text'
  minLength: number
  maxLength: number
  pattern: string | null
  /** Control characters matter: they are shown and typed as escapes. */
  escapes: boolean
  /** It is written, and never read back or shown. */
  isSecret: boolean
}
export type NumberField = CommonField & {
  kind: 'number'
  integer: boolean
  minimum: number
  maximum: number
  /** What it counts, when it may be typed with a unit. */
  quantity: Quantity | null
}
export type SwitchField = CommonField & { kind: 'switch' }
export type ChoiceField = CommonField & { kind: 'choice'; choices: { value: unknown; label: string }[] }
/** One of several objects, told apart by the constant in `tag`. */
export type VariantField = CommonField & { kind: 'variant'; tag: string; variants: Variant[] }
export type Variant = { value: string; label: string; description: string; fields: Field[] }
export type GroupField = CommonField & { kind: 'group'; fields: Field[] }
/** Several texts, one in each line. */
export type ListField = CommonField & { kind: 'list'; maxItems: number; maxLength: number; example: string }
/** Secrets by name: they are written, and never read back. */
export type SecretsField = CommonField & {
  kind: 'secrets'
  maxItems: number
  maxLength: number
  namePattern: string | null
}
/** Anything else is edited as JSON text. */
export type JsonField = CommonField & { kind: 'json' }

/** One control of a form drawn from a JSON Schema. */
export type Field =
  | TextField
  | NumberField
  | SwitchField
  | ChoiceField
  | VariantField
  | GroupField
  | ListField
  | SecretsField
  | JsonField
