import {
  Access,
  ApiTokenInput,
  BanInput,
  Capture,
  DefenderSettings,
  Limits,
  PasswordChange,
  PasswordProof,
  PasswordSignIn,
  Restart,
  Retention,
  SecondFactorInput,
  ServiceInput,
  SetupInput,
  SocketOptions,
  TokenSignIn,
  UserInput,
  UserPatch,
  WebhookInput,
} from '@switchboard/contract'

// The forms are drawn from the contract's schemas. They come in as plain JSON, so that TypeBox stays out of the bundle.
const { name, description, tags, challenge, retention, drainTimeoutMs, engines } = ServiceInput.properties
const settingsSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name,
    description,
    tags,
    access: Access,
    challenge,
    limits: Limits,
    restart: Restart,
    capture: Capture,
    retention,
    engines,
    drainTimeoutMs,
    socket: SocketOptions,
  },
}

const identitySchemas = {
  setup: SetupInput,
  passwordSignIn: PasswordSignIn,
  tokenSignIn: TokenSignIn,
  passwordChange: PasswordChange,
  passwordProof: PasswordProof,
  secondFactor: SecondFactorInput,
  user: UserInput,
  userPatch: UserPatch,
  token: ApiTokenInput,
}

/** The settings of a service that wait for a restart. */
const restartFields = Object.entries(ServiceInput.properties)
  .filter(([, schema]) => 'x-needs-restart' in schema)
  .map(([name]) => name)

/** By the names under which the dashboard's sources have them. */
export const schemas = {
  __SETTINGS_SCHEMA__: settingsSchema,
  __IDENTITY_SCHEMAS__: identitySchemas,
  __RETENTION_SCHEMA__: Retention,
  __DEFENDER_SCHEMA__: DefenderSettings,
  __BAN_SCHEMA__: BanInput,
  __WEBHOOK_SCHEMA__: WebhookInput,
}

/** What vite.config.ts puts into the sources, by the names they have there. */
export const constants = { ...schemas, __RESTART_FIELDS__: restartFields }
