import { Type, type Static, type TSchema } from 'typebox'

/** Times on the wire: ISO 8601, UTC, milliseconds. */
export const Timestamp = Type.String({ format: 'date-time', examples: ['2026-11-21T09:05:07.123Z'] })

/** One keyset page, newest first. `next` is what `?before=` takes to go on, `null` on the last page. */
export const Page = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'Pass as `before` to read on.',
    }),
  })

export type Page<Item> = { items: Item[]; next: string | null }

/** The part of a list's query string that all lists share. */
export const PageQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 50, description: 'Items on a page.' }),
    before: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'The `next` of the page before.' }),
    ),
  },
  { additionalProperties: false },
)
export type PageQuery = Static<typeof PageQuery>
