import { preferences } from '../../shell/preferences.svelte.ts'

const two = (value: number) => String(value).padStart(2, '0')

const isUtc = () => preferences.get('times') === 'utc'

/** `2026-11-21T09:05:07`, as a field for date and time holds it, in the reader's time zone. */
export function toTimeInput(ms: number): string {
  const at = new Date(ms)
  if (isUtc()) return at.toISOString().slice(0, 19)
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** Milliseconds since the epoch; null while the field holds no whole time. */
export function fromTimeInput(text: string): number | null {
  const ms = Date.parse(isUtc() ? `${text}Z` : text)
  return text === '' || Number.isNaN(ms) ? null : ms
}
