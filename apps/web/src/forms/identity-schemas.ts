import type { JsonSchema } from './json-schema.ts'

declare const __IDENTITY_SCHEMAS__: Record<
  | 'setup'
  | 'passwordSignIn'
  | 'tokenSignIn'
  | 'passwordChange'
  | 'passwordProof'
  | 'secondFactor'
  | 'user'
  | 'userPatch'
  | 'token',
  JsonSchema
>

/** The contract's schemas of what people sign in with, put in as plain JSON by vite.config.ts. */
export const identitySchemas = __IDENTITY_SCHEMAS__
