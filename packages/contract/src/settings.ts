import { Type, type Static } from 'typebox'
import { DefenderSettings } from './defender.ts'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'

/** How long and how much is kept of journal and connections. null: no bound. The oldest goes first. */
export const Retention = Type.Object(
  {
    maxAgeDays: nullable(Type.Integer({ minimum: 1, maximum: 36_500 }), {
      title: 'Age at most (days)',
      default: null,
      description: 'Older entries are deleted.',
    }),
    maxEntries: nullable(Type.Integer({ minimum: 1000, maximum: 1_000_000_000_000 }), {
      title: 'Entries at most',
      default: null,
      description: 'Only so many of the newest entries are kept.',
    }),
    maxBytes: nullable(Type.Integer({ minimum: 16_777_216, maximum: 1_000_000_000_000_000 }), {
      title: 'Bytes at most',
      default: 10_737_418_240,
      description: 'The oldest entries are deleted while the database uses more.',
    }),
  },
  { additionalProperties: false },
)
export type Retention = Static<typeof Retention>

/** What is set for all of Switchboard. */
export const Settings = Type.Object(
  { retention: Retention, defender: DefenderSettings },
  { $id: 'Settings', additionalProperties: false },
)
export type Settings = Static<typeof Settings>

/** A change: what is left out stays. */
export const SettingsPatch = Type.Object(
  {
    retention: Type.Optional(Type.Partial(Retention, { additionalProperties: false })),
    defender: Type.Optional(Type.Partial(DefenderSettings, { additionalProperties: false })),
  },
  { additionalProperties: false },
)
export type SettingsPatch = Static<typeof SettingsPatch>

/** What the database keeps at the moment. */
export const Storage = Type.Object(
  {
    bytes: Type.Integer({ description: 'How much of the database file is in use.' }),
    fileBytes: Type.Integer({ description: 'How long the file is; free space within it is used again.' }),
    entries: Type.Integer({ description: 'About how many entries are kept, told without counting.' }),
    oldestAt: nullable(Timestamp, { description: 'When the oldest entry was made; null without entries.' }),
  },
  { $id: 'Storage' },
)
export type Storage = Static<typeof Storage>
