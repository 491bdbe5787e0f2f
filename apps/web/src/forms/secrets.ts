import type { SecretsField } from './field.ts'
import type { FieldError } from './field-error.ts'

/** A secret while somebody edits. null: the one on record stays, nobody here has ever seen it. */
export type SecretDraft = { name: string; secret: string | null }

/** Fewer characters could be found by trying, once somebody has overheard an answer. */
export const SHORT_SECRET = 16

const RANDOM_BYTES = 24

export const asSecrets = (value: unknown): SecretDraft[] =>
  Array.isArray(value) ? (value as SecretDraft[]) : []

/** 32 letters, digits, dashes and underscores at random: 192 bits. */
export function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_')
}

/** What is wrong with the secrets, by pointers below the field's path. */
export function findSecretErrors(field: SecretsField, drafts: readonly SecretDraft[]): FieldError[] {
  if (drafts.length === 0) return [{ path: field.path, message: 'One secret at least, please.' }]
  return drafts.flatMap(({ name, secret }, index) => {
    const isRepeat = drafts.slice(0, index).some((other) => other.name.trim() === name.trim())
    const problems = { name: nameError(field, name, isRepeat), secret: secretError(field, secret) }
    return Object.entries(problems).flatMap(([part, message]) =>
      message === null ? [] : [{ path: `${field.path}/${index}/${part}`, message }],
    )
  })
}

function nameError({ namePattern }: SecretsField, name: string, isRepeat: boolean): string | null {
  if (name === '') return 'Who knows this secret? A name is needed.'
  if (isRepeat) return `“${name}” is above already: each name stands for one secret.`
  if (namePattern === null || new RegExp(namePattern, 'u').test(name)) return null
  return `“${name}” has characters that do not belong there, or too many.`
}

function secretError({ maxLength }: SecretsField, secret: string | null): string | null {
  if (secret === '') return 'A secret is needed.'
  if (secret === null || secret.length <= maxLength) return null
  return `At most ${maxLength} characters, please; this has ${secret.length}.`
}
