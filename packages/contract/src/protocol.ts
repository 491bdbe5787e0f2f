import { Type, type Static } from 'typebox'
import { Transport } from './listen.ts'
import { nullable } from './nullable.ts'

/** A named set of options, so that a user picks a behaviour in one click. */
export const Preset = Type.Object({
  id: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  transport: Transport,
  options: Type.Record(Type.String(), Type.Unknown()),
})
export type Preset = Static<typeof Preset>

const Snippets = Type.Object({ nc: Type.String(), python: Type.String(), node: Type.String() })

/** A protocol as the catalogue shows it. */
export const Protocol = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    summary: Type.String(),
    reference: nullable(Type.Object({ title: Type.String(), url: Type.String() })),
    transports: Type.Array(Transport),
    needsChallenge: Type.Boolean({
      description: 'Whether it makes no sense without the `challenge` of the service.',
    }),
    defaultPort: Type.Integer({
      description: 'The port the protocol is known by; below 1024 the dashboard proposes 7000 + port.',
    }),
    options: Type.Record(Type.String(), Type.Unknown(), { description: 'JSON Schema of the options.' }),
    presets: Type.Array(Preset),
    snippets: Type.Object(Snippets.properties, {
      description: 'Clients to try it with; {host} and {port} stand for the address.',
    }),
    udpSnippets: nullable(Snippets, { description: 'The same for UDP; null where it is not spoken.' }),
  },
  { $id: 'Protocol' },
)
export type Protocol = Static<typeof Protocol>
