import { Type, type Static } from 'typebox'
import { nullable } from './nullable.ts'
import { Timestamp } from './page.ts'

const WebhookName = Type.String({
  pattern: '^\\P{C}+$',
  minLength: 1,
  maxLength: 64,
  title: 'Name',
  description: 'What it is for; every delivery carries it.',
  examples: ['on call'],
})

const WebhookUrl = Type.String({
  minLength: 1,
  maxLength: 2048,
  title: 'Address',
  description: 'Where to: http or https, without name and password, on a public address.',
  examples: ['https://hooks.example.com/switchboard'],
})

const WebhookFilter = Type.String({
  default: '',
  maxLength: 4096,
  title: 'Entries',
  description: 'Which entries of the journal, in the filter language; nothing: all.',
  examples: ['ev:service.failed'],
})

const WebhookSecret = Type.String({
  writeOnly: true,
  maxLength: 128,
  title: 'Secret',
  description:
    'What deliveries are signed with: `whsec_` and 24 to 64 random bytes in Base64. Never read back.',
})

const Enabled = Type.Boolean({
  title: 'Enabled',
  default: true,
  description: 'While it is not, nothing is sent; afterwards it goes on where it stopped.',
})

const delivery = {
  at: Timestamp,
  status: nullable(Type.Integer(), { description: 'Of the answer; null where there was none.' }),
  error: nullable(Type.String(), { description: 'Why it failed; null where it did not.' }),
}

/** How an attempt to deliver went. */
export const WebhookDelivery = Type.Object(delivery, { $id: 'WebhookDelivery' })
export type WebhookDelivery = Static<typeof WebhookDelivery>

/** Tells a receiver of journal entries by HTTP. */
export const Webhook = Type.Object(
  {
    id: Type.String({ examples: ['whk_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'] }),
    name: WebhookName,
    url: WebhookUrl,
    filter: WebhookFilter,
    enabled: Enabled,
    createdAt: Timestamp,
    lastDelivery: nullable(Type.Object(delivery), {
      description: 'How the newest attempt went; null where there was none.',
    }),
    failingSince: nullable(Timestamp, {
      description: 'Since when deliveries fail; after a day of that the webhook is switched off.',
    }),
    waiting: Type.Integer({ description: 'So many of the newest entries were not looked at yet.' }),
  },
  { $id: 'Webhook' },
)
export type Webhook = Static<typeof Webhook>

export const WebhookInput = Type.Object(
  {
    name: WebhookName,
    url: WebhookUrl,
    filter: Type.Optional(WebhookFilter),
    secret: Type.Optional(WebhookSecret),
    enabled: Type.Optional(Enabled),
  },
  { additionalProperties: false },
)
export type WebhookInput = Static<typeof WebhookInput>

/** A change: what is left out stays. */
export const WebhookPatch = Type.Partial(WebhookInput, { additionalProperties: false })
export type WebhookPatch = Static<typeof WebhookPatch>

/** A webhook that was just made. */
export const NewWebhook = Type.Object(
  {
    ...Webhook.properties,
    secret: nullable(Type.String(), {
      description: 'What deliveries are signed with, where it was generated: shown this once.',
    }),
  },
  { $id: 'NewWebhook' },
)
export type NewWebhook = Static<typeof NewWebhook>
