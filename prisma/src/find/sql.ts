/** What SQLite is bound to a `?`. */
export type SqlValue = string | number | null | Uint8Array

/** A piece of SQL with the values of its `?`, in order. */
export type Sql = { text: string; values: SqlValue[] }

export const sql = (text: string, ...values: SqlValue[]): Sql => ({ text, values })

export const NOTHING = sql('FALSE')
export const EVERYTHING = sql('TRUE')

/** Pieces one after the other. */
export function join(pieces: Sql[], between: string): Sql {
  return {
    text: pieces.map(({ text }) => text).join(between),
    values: pieces.flatMap(({ values }) => values),
  }
}

export const wrap = (before: string, { text, values }: Sql, after: string): Sql => ({
  text: before + text + after,
  values,
})

/** One parameter, however many values there are. */
export const isIn = (column: string, values: readonly SqlValue[]): Sql =>
  values.length === 0 ? NOTHING : sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values))
