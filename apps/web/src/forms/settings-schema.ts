import type { JsonSchema } from './json-schema.ts'

declare const __SETTINGS_SCHEMA__: JsonSchema

/** The contract's schema of a service's settings, put in as plain JSON by vite.config.ts. */
export const settingsSchema = __SETTINGS_SCHEMA__
