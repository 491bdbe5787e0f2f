import type {
  NewWebhook,
  Page,
  Webhook,
  WebhookDelivery,
  WebhookInput,
  WebhookPatch,
} from '@switchboard/contract'
import { request, requestTagged } from './request.ts'

const at = (id: string) => `/webhooks/${encodeURIComponent(id)}`

/** One page, newest first. */
export const listWebhooks = (before: string | null = null) =>
  request<Page<Webhook>>('/webhooks', { query: { before, limit: 100 } })

/** The answer alone has the secret, where it was generated. */
export const createWebhook = (body: WebhookInput) =>
  request<NewWebhook>('/webhooks', { method: 'POST', body })

export const getWebhook = (id: string) => requestTagged<Webhook>(at(id))

/** Refused with `precondition-failed` when the webhook is no longer set as `tag` says. */
export const changeWebhook = (id: string, body: WebhookPatch, tag: string) =>
  requestTagged<Webhook>(at(id), { method: 'PATCH', body, headers: { 'if-match': tag } })

export const deleteWebhook = (id: string) => request<undefined>(at(id), { method: 'DELETE' })

/** Resolves after at most some ten seconds. */
export const testWebhook = (id: string) => request<WebhookDelivery>(`${at(id)}/test`, { method: 'POST' })
