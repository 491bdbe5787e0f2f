import { Type, type Static } from 'typebox'
import { Transport } from './listen.ts'
import { nullable } from './nullable.ts'

/** Somebody's turn in an example of what a client sees. */
export const ExampleTurn = Type.Object({
  from: Type.Enum(['client', 'service', 'operator']),
  text: Type.String(),
  varies: Type.Boolean({ description: 'Another text each time, of the same shape.' }),
  hex: Type.Boolean({ description: 'The text is the bytes in hexadecimal.' }),
})
export type ExampleTurn = Static<typeof ExampleTurn>

const Example = Type.Array(ExampleTurn, {
  description: 'What a client says and sees, over TCP; empty where a few turns cannot show it.',
})

/** A named set of options, so that a user picks a behaviour in one click. */
export const Preset = Type.Object({
  id: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  transport: Transport,
  options: Type.Record(Type.String(), Type.Unknown()),
  example: Example,
})
export type Preset = Static<typeof Preset>

const Snippets = Type.Object({
  nc: Type.String(),
  python: Type.String(),
  node: Type.String(),
  powershell: Type.Optional(Type.String()),
})

/** A protocol as the catalogue shows it. */
export const Protocol = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    summary: Type.String(),
    clientSees: Type.String({ description: 'What comes, and when it ends.' }),
    about: Type.Array(Type.String(), { maxItems: 5, description: 'Explains it, line by line.' }),
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
    example: Example,
    snippets: Type.Object(Snippets.properties, {
      description: 'Clients to try it with; {host} and {port} stand for the address.',
    }),
    udpSnippets: nullable(Snippets, { description: 'The same for UDP; null where it is not spoken.' }),
  },
  { $id: 'Protocol' },
)
export type Protocol = Static<typeof Protocol>
