import { InvalidArgumentError } from 'commander'
import { parse } from 'yaml'

/** A setting by its path, such as `['limits', 'maxConnections']`. */
export type Setting = { path: string[]; value: unknown }

/** `limits.maxConnections=10`: numbers, true, false, null and [lists] are what they look like, the rest is text. */
export function settings(text: string, before: Setting[] = []): Setting[] {
  const [, path = '', value = ''] = /^([A-Za-z][\w.-]*)=([^]*)$/.exec(text) ?? []
  if (path === '')
    throw new InvalidArgumentError('It must be a setting and its value, such as limits.maxConnections=10.')
  return [...before, { path: path.split('.'), value: valueOf(value) }]
}

function valueOf(text: string): unknown {
  try {
    return parse(text) as unknown
  } catch {
    return text
  }
}

/** The object with these settings put in. */
export function withSettings(
  object: Record<string, unknown>,
  list: readonly Setting[],
): Record<string, unknown> {
  return list.reduce((result, { path, value }) => put(result, path, value), object)
}

function put(object: unknown, [key, ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  const copy = typeof object === 'object' && object !== null ? { ...(object as Record<string, unknown>) } : {}
  if (key === undefined) return copy
  copy[key] = rest.length === 0 ? value : put(copy[key], rest, value)
  return copy
}
