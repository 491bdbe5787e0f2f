import type { Webhook } from '@switchboard/contract'
import type { WebhookRow } from '@switchboard/store'
import { timestamp, timestampOrNull } from '../../time.ts'

/** `newest`: the newest `seq` of the journal. Never its secret. */
export function presentWebhook(row: WebhookRow, newest: number): Webhook {
  const { id, name, url, filter, enabled, createdAt, cursor, failingSince, lastAt, lastStatus, lastError } =
    row
  return {
    ...{ id, name, url, filter, enabled },
    createdAt: timestamp(createdAt),
    lastDelivery: lastAt === null ? null : { at: timestamp(lastAt), status: lastStatus, error: lastError },
    failingSince: timestampOrNull(failingSince),
    waiting: Math.max(0, newest - cursor),
  }
}
