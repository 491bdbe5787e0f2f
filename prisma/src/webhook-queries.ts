import type { Client } from './client.ts'
import type { Webhook } from './generated/client.ts'
import type { WebhookRow } from './rows.ts'

/** In the order of their ids, which is that of their creation. */
export async function allWebhooks(client: Client): Promise<WebhookRow[]> {
  return (await client.webhook.findMany({ orderBy: { id: 'asc' } })).map(toRow)
}

export async function createWebhook(client: Client, webhook: WebhookRow): Promise<void> {
  await client.webhook.create({ data: fromRow(webhook) })
}

/** Those that are gone already are no error. Needs a transaction. */
export async function updateWebhooks(client: Client, webhooks: WebhookRow[]): Promise<void> {
  for (const webhook of webhooks)
    await client.webhook.updateMany({ where: { id: webhook.id }, data: fromRow(webhook) })
}

/** One that is gone already is no error. */
export async function deleteWebhook(client: Client, id: string): Promise<void> {
  await client.webhook.deleteMany({ where: { id } })
}

const big = (value: number | null) => (value === null ? null : BigInt(value))
const small = (value: bigint | null) => (value === null ? null : Number(value))

const fromRow = (row: WebhookRow): Webhook => ({
  ...row,
  createdAt: BigInt(row.createdAt),
  cursor: BigInt(row.cursor),
  failingSince: big(row.failingSince),
  lastAt: big(row.lastAt),
})

const toRow = (row: Webhook): WebhookRow => ({
  ...row,
  createdAt: Number(row.createdAt),
  cursor: Number(row.cursor),
  failingSince: small(row.failingSince),
  lastAt: small(row.lastAt),
})
