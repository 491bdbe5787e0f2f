import { ServiceInput } from '@switchboard/contract'
import type { Service } from '../api/services.ts'
import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'

const HEADING = `# Services of a Switchboard, for "switchboard apply -f". What has its default is left out.
# Secrets are not in here: null keeps the one on record under the same name.
`

/** The services' settings as a document that `apply` takes: YAML, or JSON. */
export function servicesDocument(services: readonly Service[], isJson = false): string {
  const document = { services: services.map(settingsOf) }
  return isJson ? `${JSON.stringify(document, null, 2)}\n` : HEADING + stringify(document)
}

type Schema = { default?: unknown; properties?: Record<string, Schema> }

/** What a user has set: what has its default is left out, and so is what only tells. */
function settingsOf(service: Service): Record<string, unknown> {
  const { desired, ...rest } = service
  const settings = Object.entries(ServiceInput.properties as Record<string, Schema>).flatMap(
    ([key, schema]) => {
      const value = withoutDefaults((rest as Record<string, unknown>)[key], schema)
      return value === undefined ? [] : [[key, value] as const]
    },
  )
  return { ...Object.fromEntries(settings), desired }
}

/** undefined when nothing is left. */
function withoutDefaults(value: unknown, schema: Schema): unknown {
  if (isDeepStrictEqual(value, schema.default)) return undefined
  if (!schema.properties || typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const left = withoutDefaults(inner, schema.properties?.[key] ?? {})
    return left === undefined ? [] : [[key, left] as const]
  })
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}
