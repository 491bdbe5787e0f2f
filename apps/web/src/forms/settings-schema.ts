import type { JsonSchema } from './json-schema.ts'

declare const __SETTINGS_SCHEMA__: JsonSchema

/** The contract's schema of a service's settings, put in as plain JSON by vite.config.ts. */
export const settingsSchema = __SETTINGS_SCHEMA__

declare const __RESTART_FIELDS__: readonly string[]

/** The settings of a service that wait for a restart, as the contract marks them. */
export const restartFields = __RESTART_FIELDS__

declare const __RETENTION_SCHEMA__: JsonSchema

/** The same of how long journal and connections are kept. */
export const retentionSchema = __RETENTION_SCHEMA__

declare const __DEFENDER_SCHEMA__: JsonSchema

/** The same of who is banned by score. */
export const defenderSchema = __DEFENDER_SCHEMA__

declare const __BAN_SCHEMA__: JsonSchema

/** The same of a ban by hand. */
export const banSchema = __BAN_SCHEMA__

declare const __WEBHOOK_SCHEMA__: JsonSchema

/** The same of a webhook. */
export const webhookSchema = __WEBHOOK_SCHEMA__
