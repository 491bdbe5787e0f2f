import type { Client } from './client.ts'
import type { Ban } from './generated/client.ts'
import type { BanRow } from './rows.ts'

/** In the order of their ids, which is that of their creation. */
export async function allBans(client: Client): Promise<BanRow[]> {
  return (await client.ban.findMany({ orderBy: { id: 'asc' } })).map(toRow)
}

/** Puts new ones on record and changes those that are; `gone`: ids of such as are forgotten. Needs a transaction. */
export async function saveBans(client: Client, bans: BanRow[], gone: string[]): Promise<void> {
  for (const ban of bans) {
    const data = fromRow(ban)
    await client.ban.upsert({ where: { id: ban.id }, create: data, update: data })
  }
  if (gone.length > 0) await client.ban.deleteMany({ where: { id: { in: gone } } })
}

const big = (value: number | null) => (value === null ? null : BigInt(value))
const small = (value: bigint | null) => (value === null ? null : Number(value))

const fromRow = (row: BanRow): Ban => ({
  ...row,
  events: JSON.stringify(row.events),
  createdAt: BigInt(row.createdAt),
  expiresAt: big(row.expiresAt),
  endedAt: big(row.endedAt),
})

const toRow = (row: Ban): BanRow => ({
  ...row,
  reason: row.reason as BanRow['reason'],
  events: JSON.parse(row.events) as BanRow['events'],
  createdAt: Number(row.createdAt),
  expiresAt: small(row.expiresAt),
  endedAt: small(row.endedAt),
})
