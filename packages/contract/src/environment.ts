import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'

/** One environment variable of the manager. A change takes effect with its next start. */
export const EnvironmentVariable = Type.Object({
  name: Type.String({ examples: ['SWITCHBOARD_PORT'] }),
  description: Type.String(),
  value: nullable(Type.String(), { description: 'What holds; null: nothing. Secrets are shown as `•••`.' }),
  isSet: Type.Boolean({ description: 'Whether the variable is set; otherwise its default holds.' }),
})
export type EnvironmentVariable = Static<typeof EnvironmentVariable>

/** The certificate that the manager shows to browsers. */
export const Certificate = Type.Object({
  names: Type.Array(Type.String(), { description: 'Host names and addresses that it is for.' }),
  issuer: Type.String(),
  selfSigned: Type.Boolean({ description: 'Nobody but itself vouches for it: browsers warn.' }),
  validFrom: Timestamp,
  validTo: Timestamp,
  fingerprint: Type.String({ description: 'SHA-256, to be compared with what a browser shows.' }),
  file: Type.String({ description: 'Where it was read from; a new one there is taken up within a second.' }),
})
export type Certificate = Static<typeof Certificate>

/** What the manager was started with. */
export const Environment = Type.Object(
  {
    variables: Type.Array(EnvironmentVariable),
    certificate: nullable(Certificate, { description: 'null: it speaks plain HTTP.' }),
  },
  { $id: 'Environment' },
)
export type Environment = Static<typeof Environment>
